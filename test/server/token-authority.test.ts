import { exportSPKI, generateKeyPair, exportJWK } from 'jose'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '@coplane/client/protocol/limits'
import { parseKeySet } from '../../server/src/auth/key-set.ts'
import { publicKeyAlgorithms, type KeySource } from '../../server/src/auth/key-source.ts'
import { authorityOf, clock, compact, nowS, pairOf, payload, secret, sign, type Pair } from './token-rig.ts'

function keysOf(...pairs: readonly Pair[]): KeySource {
  const find = parseKeySet(JSON.stringify({ keys: pairs.map(({ jwk }) => jwk) }))
  return { algorithms: publicKeyAlgorithms, find, problem: undefined, sweep: () => undefined }
}

describe('[AU1] a token that our key verifies', () => {
  test('[AU1] is its subject, with the role of the room, until it expires by the clock that never jumps', async () => {
    const { authority, refusals } = authorityOf()
    expect(await authority.admit(await sign(payload), 'board')).toEqual({
      user: 'ada',
      role: 'editor',
      untilMs: clock.now() + 60_000,
      issuedMs: nowS * 1000,
    })
    expect(refusals).toEqual([])
  })

  test.for(publicKeyAlgorithms)(
    '[AU1] may be signed with %s by the holder of a key of the set',
    async (alg) => {
      const mine = await pairOf(alg, 'mine')
      const { authority } = authorityOf(keysOf(await pairOf(alg, 'other'), mine))
      const token = await sign(payload, mine.privateKey, { alg, kid: 'mine' })
      expect(await authority.admit(token, 'board')).toMatchObject({ user: 'ada', role: 'editor' })
    },
  )

  test('[AU1] allows the rooms that it names and is forbidden in all others', async () => {
    const { authority, refusals } = authorityOf()
    const token = await sign(payload)
    expect(await authority.admit(token, 'board2')).toBe('forbidden')
    expect(refusals).toEqual([{ denial: 'forbidden', reason: 'not this room' }])
  })
})

describe('[AU2] a token that proves nothing is unauthorized', () => {
  test.for([
    ['none', undefined, 'no token'],
    ['garbage', 'garbage', 'malformed'],
    ['three dots', '...', 'malformed'],
    ['not ASCII', 'ä.ö.ü', 'malformed'],
    ['a header that is no object', compact('[]', payload, 'x'), 'malformed'],
    ['longer than the wire takes', 'x'.repeat(limits.maxTokenBytes + 1), 'too long'],
    ['as long as the wire takes', 'x'.repeat(limits.maxTokenBytes), 'malformed'],
    ['alg none', compact({ alg: 'none' }, payload), 'algorithm'],
    ['alg None', compact({ alg: 'None' }, payload), 'algorithm'],
    ['no alg', compact({}, payload, 'x'), 'malformed'],
    ['a signature of nothing', compact({ alg: 'HS256' }, payload), 'signature'],
    ['five parts, as if encrypted', 'a.b.c.d.e', 'malformed'],
    [
      'a critical header that nobody knows',
      compact({ alg: 'HS256', crit: ['x'], x: 1 }, payload),
      'algorithm',
    ],
  ] as const)('[AU2] %s', async ([, token, reason]) => {
    const { authority, refusals } = authorityOf()
    expect(await authority.admit(token, 'board')).toBe('unauthorized')
    expect(refusals).toMatchObject([{ reason }])
  })

  test('[AU2] one that was changed, in any of its parts', async () => {
    const { authority, refusals } = authorityOf()
    const [header, body, signature] = (await sign(payload)).split('.') as [string, string, string]
    const [, other] = compact({}, { ...payload, sub: 'eve' }).split('.')
    const changed = `${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`
    expect(await authority.admit(`${header}.${other}.${signature}`, 'board')).toBe('unauthorized')
    expect(await authority.admit(`${header}.${body}.${changed}`, 'board')).toBe('unauthorized')
    expect(refusals.map(({ reason }) => reason)).toEqual(['signature', 'signature'])
  })

  test('[AU2] one of somebody else’s secret', async () => {
    const { authority } = authorityOf()
    const token = await sign(payload, Buffer.from('a secret that somebody else has made up'))
    expect(await authority.admit(token, 'board')).toBe('unauthorized')
  })

  test('[AU2] an HMAC of a stronger hash, which is not what was agreed', async () => {
    const { authority, refusals } = authorityOf()
    const token = await sign(payload, Buffer.concat([secret, secret]), { alg: 'HS512' })
    expect(await authority.admit(token, 'board')).toBe('unauthorized')
    expect(refusals).toMatchObject([{ reason: 'algorithm' }])
  })

  test('[AU2] an HMAC whose secret is the text of our public key', async () => {
    const { publicKey } = await generateKeyPair('RS256', { extractable: true })
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k' }
    const { authority, refusals } = authorityOf(keysOf({ jwk } as Pair))
    for (const text of [await exportSPKI(publicKey), JSON.stringify(jwk)]) {
      const token = await sign(payload, Buffer.from(text), { alg: 'HS256', kid: 'k' })
      expect(await authority.admit(token, 'board')).toBe('unauthorized')
    }
    expect(refusals.map(({ reason }) => reason)).toEqual(['algorithm', 'algorithm'])
  })

  test('[AU2] a key that the token itself brings along', async () => {
    const eve = await pairOf('ES256', 'k')
    const { authority, refusals } = authorityOf(keysOf(await pairOf('ES256', 'k')))
    const token = await sign(payload, eve.privateKey, { alg: 'ES256', kid: 'k', jwk: eve.jwk } as never)
    expect(await authority.admit(token, 'board')).toBe('unauthorized')
    expect(refusals).toMatchObject([{ reason: 'signature' }])
  })

  test('[AU2] a key that is not in the set, and one that is for another algorithm', async () => {
    const mine = await pairOf('RS256', 'mine')
    const { authority, refusals } = authorityOf(keysOf(mine, await pairOf('ES256', 'curve')))
    for (const kid of ['unknown', '__proto__', 'curve']) {
      const token = await sign(payload, mine.privateKey, { alg: 'RS256', kid })
      expect(await authority.admit(token, 'board')).toBe('unauthorized')
    }
    expect(refusals.map(({ reason }) => reason)).toEqual(['unknown key', 'unknown key', 'unknown key'])
  })
})

describe('[AU2] whatever else may come', () => {
  // The alphabet of tokens and what splits them, so that some get past the first look.
  const letters = fc.string({
    unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyzABCDEF0123456789-_...{}"')),
    maxLength: 200,
  })

  test('[AU2] lets nobody in and breaks nothing', async () => {
    const { authority } = authorityOf()
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), letters), async (token) => {
        expect(await authority.admit(token, 'board')).toBe('unauthorized')
      }),
      { numRuns: 2_000 },
    )
  })

  test('[AU2] a token with any of its letters changed is not taken for another', async () => {
    const { authority } = authorityOf()
    const token = await sign({ ...payload, rooms: { board: 'viewer' } })
    const right = await authority.admit(token, 'board')
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), letters, async (at, text) => {
        const answer = await authority.admit(
          token.slice(0, at) + text + token.slice(at + text.length),
          'board',
        )
        // The last letter of a signature has bits that say nothing.
        if (answer !== 'unauthorized') expect(answer).toEqual(right)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('[AU3] a token counts for a bounded time', () => {
  test.for([
    ['ended a second ago', { exp: nowS - 1 }, 'expired'],
    ['ends now', { exp: nowS }, 'expired'],
    ['never ends', { exp: undefined }, 'claims'],
    ['ends at no time', { exp: 'tomorrow' }, 'claims'],
    ['begins later', { nbf: nowS + 6 }, 'not yet valid'],
    ['was issued later', { iat: nowS + 6 }, 'not yet valid'],
    ['was issued at no time', { iat: undefined }, 'claims'],
    ['lives longer than a server takes', { iat: nowS - 80_000, exp: nowS + 6_401 }, 'lives too long'],
    ['lives until the end of time', { exp: Number.MAX_VALUE }, 'lives too long'],
    ['was issued before there was time', { iat: -1e300 }, 'lives too long'],
  ] as const)('[AU3] one that %s is unauthorized', async ([, claims, reason]) => {
    const { authority, refusals } = authorityOf()
    expect(await authority.admit(await sign({ ...payload, ...claims }), 'board')).toBe('unauthorized')
    expect(refusals).toMatchObject([{ reason }])
  })

  test('[AU3] the issuer’s clock may be five seconds ahead', async () => {
    const { authority } = authorityOf()
    const token = await sign({ ...payload, iat: nowS + 5, nbf: nowS + 5 })
    expect(await authority.admit(token, 'board')).toMatchObject({ user: 'ada' })
  })
})

describe('[AU4] issuer and audience, where they are set', () => {
  const wanted = { issuer: 'https://id.example.com', audience: 'coplane' }
  const right = { ...payload, iss: wanted.issuer, aud: ['other', 'coplane'] }

  test('[AU4] must be the ones', async () => {
    const { authority } = authorityOf(undefined, wanted)
    expect(await authority.admit(await sign(right), 'board')).toMatchObject({ user: 'ada' })
  })

  test.for([
    ['another issuer', { iss: 'https://id.example.org' }, 'issuer'],
    ['no issuer', { iss: undefined }, 'issuer'],
    ['another audience', { aud: 'other' }, 'audience'],
    ['no audience', { aud: undefined }, 'audience'],
  ] as const)('[AU4] %s is unauthorized', async ([, claims, reason]) => {
    const { authority, refusals } = authorityOf(undefined, wanted)
    expect(await authority.admit(await sign({ ...right, ...claims }), 'board')).toBe('unauthorized')
    expect(refusals).toMatchObject([{ reason }])
  })
})

describe('[AU5] claims that are not what they must be refuse the whole token', () => {
  test.for([
    ['no user', { sub: undefined }],
    ['an empty user', { sub: '' }],
    ['a user that is a number', { sub: 7 }],
    ['a user of 257 bytes', { sub: 'ü'.repeat(128) + 'x' }],
    ['a user of two lines', { sub: 'ada\nadmin' }],
    ['no rooms', { rooms: undefined }],
    ['a list of rooms', { rooms: [{ room: 'board', role: 'editor' }] }],
    ['a list of roles', { rooms: ['editor'] }],
    ['rooms that are a word', { rooms: 'board' }],
    ['rooms that are null', { rooms: null }],
    ['an unknown role in any room', { rooms: { board: 'editor', other: 'owner' } }],
    ['a role that every object has', { rooms: { board: 'constructor' } }],
    ['a role that is a number', { rooms: { board: 0 } }],
    ['a room without a name', { rooms: { board: 'editor', '': 'admin' } }],
    ['a room with too long a name', { rooms: { board: 'editor', ['x'.repeat(514)]: 'viewer' } }],
    ['129 rooms', { rooms: Object.fromEntries(Array.from({ length: 129 }, (_, i) => [`r${i}`, 'editor'])) }],
  ])('[AU5] %s', async ([, claims]) => {
    const { authority, refusals } = authorityOf()
    expect(await authority.admit(await sign({ ...payload, ...(claims as object) }), 'board')).toBe(
      'unauthorized',
    )
    expect(refusals).toMatchObject([{ reason: 'claims' }])
  })

  test('[AU5] a user of 256 bytes and 128 rooms are taken', async () => {
    const { authority } = authorityOf()
    const rooms = Object.fromEntries(Array.from({ length: 128 }, (_, i) => [`r${i}`, 'viewer']))
    const sub = 'ü'.repeat(128)
    expect(await authority.admit(await sign({ ...payload, sub, rooms }), 'r127')).toMatchObject({ user: sub })
  })
})

describe('[AU6] names that objects have anyway', () => {
  // As JSON has it: an own key, and no prototype.
  const rooms = JSON.parse('{"__proto__":"admin","constructor":"viewer"}') as Record<string, unknown>

  test('[AU6] are rooms like others when a token names them', async () => {
    const { authority } = authorityOf()
    const token = await sign({ ...payload, rooms })
    expect(await authority.admit(token, '__proto__')).toMatchObject({ role: 'admin' })
    expect(await authority.admit(token, 'constructor')).toMatchObject({ role: 'viewer' })
    expect(await authority.admit(token, 'board')).toBe('forbidden')
    expect({}).not.toHaveProperty('board')
  })

  test.for(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    '[AU6] %s is forbidden when it does not',
    async (room) => {
      const { authority } = authorityOf()
      expect(await authority.admit(await sign(payload), room)).toBe('forbidden')
    },
  )

  test('[AU6] a token whose rooms are only a prototype has none', async () => {
    const { authority } = authorityOf()
    const body = JSON.stringify(payload).replace('{"board":"editor"}', '{"__proto__":{"board":"admin"}}')
    const token = await sign(JSON.parse(body) as Record<string, unknown>)
    expect(await authority.admit(token, 'board')).toBe('unauthorized')
  })
})

test('[AU7] a key that cannot be used is not the bearer’s fault: it is unavailable', async () => {
  const { privateKey, jwk } = await pairOf('RS256', 'weak')
  const { authority, refusals } = authorityOf(keysOf({ privateKey, jwk: { ...jwk, n: 'AQAB' } }))
  const token = await sign(payload, privateKey, { alg: 'RS256', kid: 'weak' })
  expect(await authority.admit(token, 'board')).toBe('unavailable')
  expect(refusals).toMatchObject([{ reason: 'fault' }])
})
