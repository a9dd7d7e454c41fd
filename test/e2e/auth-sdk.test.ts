import { decodeJwt, exportJWK, generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRoom } from '../../client-sdk/dist/index.js'
import { mintToken } from '../../server/dist/token.js'
import { CoplaneProcess } from '../support/coplane-process.ts'
import { JwksServer } from '../support/jwks-server.ts'
import { until } from '../support/until.ts'

async function pairOf(keyId: string) {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
  return {
    jwk: Object.assign(await exportJWK(publicKey), { kid: keyId }),
    signing: { privateKey: await exportJWK(privateKey), keyId },
  }
}

type Signing = Awaited<ReturnType<typeof pairOf>>['signing']

describe('the SDK on a server with the keys of an identity provider', () => {
  let endpoint: JwksServer
  let server: CoplaneProcess
  let signing: Signing
  let first = ''

  beforeAll(async () => {
    const pair = await pairOf('first')
    signing = pair.signing
    endpoint = new JwksServer([pair.jwk])
    await endpoint.start()
    server = await CoplaneProcess.start({ COPLANE_STORE: 'memory', COPLANE_AUTH_JWKS: endpoint.url })
  })
  afterAll(async () => {
    await server?.stop()
    await endpoint?.stop()
  })

  const token = async (): Promise<string> => {
    const fresh = await mintToken({ ...signing, user: 'ada', rooms: { board: 'editor' }, expiresIn: '4s' })
    first ||= fresh
    return fresh
  }

  test('[AU19] renews its token on the open socket, and so outlives it', async () => {
    const room = openRoom(server.room('board'), { token })
    await room.ready
    const seen = new Set<string>()
    room.onStatus(() => seen.add(room.status))
    const { exp } = decodeJwt(first)
    await until('its first token has ended, and a sweep has seen it', () => Date.now() > exp! * 1000 + 2_000)
    seen.add(room.status)
    expect([...seen]).toEqual(['connected'])
    room.close()
  })

  test('[AU20] comes in by itself with a key that is new, and nobody loses a socket over it', async () => {
    const before = openRoom(server.room('board'), { token })
    await before.ready
    const second = await pairOf('second')
    endpoint.keys = [...endpoint.keys, second.jwk]
    signing = second.signing
    const seen = new Set<string>()
    before.onStatus(() => seen.add(before.status))
    // Within the cooldown of the last fetch the server says `unavailable`, and the SDK comes again.
    const after = openRoom(server.room('board'), { token })
    await after.ready
    seen.add(before.status)
    expect([...seen]).toEqual(['connected'])
    for (const room of [before, after]) room.close()
  })
})
