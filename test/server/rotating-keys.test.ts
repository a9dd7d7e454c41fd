import type { JWTVerifyGetKey } from 'jose'
import { describe, expect, test } from 'vitest'
import { authLimits } from '../../server/src/auth/auth-limits.ts'
import { parseKeySet, type KeySet } from '../../server/src/auth/key-set.ts'
import { RotatingKeys } from '../../server/src/auth/rotating-keys.ts'
import type { Authority } from '../../server/src/room/access.ts'
import { Counters } from '../../server/src/room/counters.ts'
import { authorityOf, pairOf, payload, sign, type Pair } from './token-rig.ts'

const first = await pairOf('ES256', 'first')
const second = await pairOf('ES256', 'second')

/** An endpoint that the test turns off and on, and a clock that it moves. */
class Endpoint implements KeySet {
  pairs: readonly Pair[] = [first]
  failure: string | undefined
  readonly told: string[] = []
  readonly counters = new Counters()
  nowMs = 0
  private current: JWTVerifyGetKey | undefined

  async reload(): Promise<void> {
    await new Promise(setImmediate)
    if (this.failure !== undefined) throw new Error(this.failure)
    this.current = parseKeySet(JSON.stringify({ keys: this.pairs.map(({ jwk }) => jwk) }))
  }

  readonly find: JWTVerifyGetKey = (header, token) => this.current!(header, token)

  get fetches(): number {
    return this.counters.keyFetches.fetched + this.counters.keyFetches.failed
  }

  open(): {
    readonly keys: RotatingKeys
    readonly admit: (pair: Pair) => Promise<unknown>
    readonly authority: Authority
  } {
    const keys = new RotatingKeys(
      this,
      'the endpoint',
      () => this.nowMs,
      this.counters,
      (isFault, message) => this.told.push(`${isFault ? 'warn' : 'info'}: ${message}`),
    )
    const { authority } = authorityOf(keys)
    return { keys, admit: async (pair) => authority.admit(await tokenOf(pair), 'board'), authority }
  }
}

function tokenOf({ privateKey, jwk }: Pair): Promise<string> {
  return sign(payload, privateKey, { alg: 'ES256', kid: jwk.kid! })
}

/** A second of the service's life: it sweeps, and what that began ends. */
async function pass(endpoint: Endpoint, keys: RotatingKeys, ms: number): Promise<void> {
  endpoint.nowMs += ms
  keys.sweep()
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
}

const admitted = { user: 'ada', role: 'editor' }

describe('[AU9] keys that their issuer rotates', () => {
  test('[AU9] are fetched at once, and whoever comes before that waits', async () => {
    const { admit } = new Endpoint().open()
    expect(await admit(first)).toMatchObject(admitted)
  })

  test('[AU9] a new one counts with the first token that names it, one withdrawn after a refresh', async () => {
    const endpoint = new Endpoint()
    const { keys, admit } = endpoint.open()
    expect(await admit(first)).toMatchObject(admitted)
    endpoint.pairs = [second]
    endpoint.nowMs += authLimits.keyCooldownMs + 1
    expect(await admit(second)).toMatchObject(admitted)
    expect(await admit(first)).toBe('unavailable')
    await pass(endpoint, keys, authLimits.keyCooldownMs + 1)
    expect(await admit(first)).toBe('unauthorized')
  })

  test('[AU9] a withdrawn one that nobody asks beyond stops counting when the keys are refreshed', async () => {
    const endpoint = new Endpoint()
    const { keys, admit } = endpoint.open()
    expect(await admit(first)).toMatchObject(admitted)
    endpoint.pairs = [second]
    await pass(endpoint, keys, authLimits.keyRefreshMs - 1)
    expect(endpoint.fetches).toBe(1)
    expect(await admit(first)).toMatchObject(admitted)
    await pass(endpoint, keys, 2)
    expect(endpoint.fetches).toBe(2)
    endpoint.nowMs += authLimits.keyCooldownMs + 1
    expect(await admit(first)).toBe('unauthorized')
  })

  test('[AU9] strangers can make it fetch once per cooldown; until then nothing is known of theirs', async () => {
    const endpoint = new Endpoint()
    const { admit, authority } = endpoint.open()
    const strange = await tokenOf(second)
    const twice = (): Promise<unknown[]> => {
      return Promise.all([authority.admit(strange, 'board'), authority.admit(strange, 'board')])
    }
    expect(await admit(first)).toMatchObject(admitted)
    expect(await twice()).toEqual(['unavailable', 'unavailable'])
    expect(endpoint.fetches).toBe(1)
    endpoint.nowMs += authLimits.keyCooldownMs + 1
    expect(await twice()).toEqual(['unauthorized', 'unauthorized'])
    expect(endpoint.fetches).toBe(2)
  })
})

describe('[AU10] an endpoint that does not answer', () => {
  test('[AU10] makes everybody unavailable, is told once, and is asked again by itself', async () => {
    const endpoint = new Endpoint()
    endpoint.failure = 'ECONNREFUSED'
    const { keys, admit } = endpoint.open()
    expect(await admit(first)).toBe('unavailable')
    expect(keys.problem).toBe('the endpoint: ECONNREFUSED')
    await pass(endpoint, keys, authLimits.keyCooldownMs - 1)
    expect(endpoint.fetches).toBe(1)
    await pass(endpoint, keys, 2)
    expect(endpoint.fetches).toBe(2)
    endpoint.failure = undefined
    await pass(endpoint, keys, authLimits.keyCooldownMs + 1)
    expect(keys.problem).toBeUndefined()
    expect(await admit(first)).toMatchObject(admitted)
    expect(endpoint.told).toEqual([
      'warn: the endpoint: the keys cannot be fetched: ECONNREFUSED',
      'info: the endpoint: the keys can be fetched again',
    ])
    expect(endpoint.counters.keyFetches).toEqual({ fetched: 1, failed: 2 })
  })

  test('[AU10] says nothing of a key that is not known, and takes nothing from those that are', async () => {
    const endpoint = new Endpoint()
    const { keys, admit } = endpoint.open()
    expect(await admit(first)).toMatchObject(admitted)
    endpoint.failure = 'ECONNREFUSED'
    endpoint.nowMs += authLimits.keyCooldownMs + 1
    expect(await admit(second)).toBe('unavailable')
    expect(await admit(first)).toMatchObject(admitted)
    await pass(endpoint, keys, authLimits.keyRefreshMs + 1)
    expect(keys.problem).toBeUndefined()
    expect(await admit(first)).toMatchObject(admitted)
  })

  test('[AU10] for so long that a withdrawn key might count for ever, ends them all', async () => {
    const endpoint = new Endpoint()
    const { keys, admit } = endpoint.open()
    expect(await admit(first)).toMatchObject(admitted)
    endpoint.failure = 'ECONNREFUSED'
    await pass(endpoint, keys, authLimits.keyStaleMs + 1)
    expect(keys.problem).toBe('the endpoint: ECONNREFUSED')
    expect(await admit(first)).toBe('unavailable')
  })
})

test('[AU11] a set that holds a private key is refused, and never quoted', () => {
  const secretText = 'c2VjcmV0LXBhcnQ'
  for (const text of [
    JSON.stringify({ keys: [{ ...first.jwk, d: secretText }] }),
    JSON.stringify({ keys: [{ kty: 'oct', k: secretText }] }),
    `{"keys":[{"d":"${secretText}"`,
    JSON.stringify({ keys: [] }),
    JSON.stringify([first.jwk]),
    'null',
  ]) {
    expect(() => parseKeySet(text)).toThrow(/^the file /)
    expect(() => parseKeySet(text)).not.toThrow(secretText)
  }
})
