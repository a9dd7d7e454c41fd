import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, exportJWK, exportPKCS8 } from 'jose'
import { describe, expect, test } from 'vitest'
import { parseKeySet } from '../../server/src/auth/key-set.ts'
import { publicKeyAlgorithms } from '../../server/src/auth/key-source.ts'
import { mintToken, type TokenOptions } from '../../server/src/token.ts'
import { authorityOf, clock, nowS, pairOf, secret } from './token-rig.ts'

const ada = {
  secret,
  user: 'ada',
  rooms: { board: 'editor', 'team/*': 'viewer' },
  expiresIn: '15m',
  issuedAt: new Date(nowS * 1000),
} as const

describe('[AU13] mintToken makes what a server takes', () => {
  test('[AU13] with a secret, for as long as it says', async () => {
    const { authority } = authorityOf()
    const token = await mintToken(ada)
    expect(await authority.admit(token, 'team/plan')).toEqual({
      user: 'ada',
      role: 'viewer',
      untilMs: clock.now() + 15 * 60_000,
      issuedMs: nowS * 1000,
    })
    expect(await mintToken({ ...ada, secret: secret.toString() })).toBe(token)
    expect(decodeJwt(token)).toEqual({ sub: 'ada', rooms: ada.rooms, iat: nowS, exp: nowS + 900 })
  })

  test.for(['RS256', 'ES256', 'EdDSA'] as const)(
    '[AU13] with a private key of %s, as PEM and as JWK',
    async (alg) => {
      const { privateKey, jwk } = await pairOf(alg, 'mine')
      const find = parseKeySet(JSON.stringify({ keys: [jwk, (await pairOf(alg, 'other')).jwk] }))
      const { authority } = authorityOf({
        algorithms: publicKeyAlgorithms,
        find,
        problem: undefined,
        sweep: () => undefined,
      })
      const { secret: _, ...who } = ada
      const privateJwk = { ...(await exportJWK(privateKey)), kid: 'mine' }
      for (const token of [
        await mintToken({ ...who, privateKey: await exportPKCS8(privateKey), keyId: 'mine' }),
        await mintToken({ ...who, privateKey: privateJwk as never }),
        await mintToken({
          ...who,
          privateKey: createPrivateKey(await exportPKCS8(privateKey)),
          keyId: 'mine',
        }),
      ]) {
        expect(decodeProtectedHeader(token)).toEqual({ alg, typ: 'JWT', kid: 'mine' })
        expect(await authority.admit(token, 'board')).toMatchObject({ user: 'ada', role: 'editor' })
      }
    },
  )

  test('[AU13] for an issuer and an audience', async () => {
    const { authority } = authorityOf(undefined, { issuer: 'me', audience: 'coplane' })
    const token = await mintToken({ ...ada, issuer: 'me', audience: 'coplane' })
    expect(await authority.admit(token, 'board')).toMatchObject({ user: 'ada' })
  })

  test('[AU13] with names that objects have anyway', async () => {
    const rooms = JSON.parse('{"__proto__":"editor"}') as TokenOptions['rooms']
    const { authority } = authorityOf()
    const token = await mintToken({ ...ada, rooms })
    expect(await authority.admit(token, '__proto__')).toMatchObject({ role: 'editor' })
    expect(await authority.admit(token, 'toString')).toBe('forbidden')
  })
})

describe('[AU14] mintToken makes nothing that no server would take', () => {
  test.for([
    ['a short secret', { secret: 'short' }, 'no token: the secret has less than 32 bytes'],
    ['no user', { user: '' }, 'no token: the user (sub) is missing'],
    ['an unknown role', { rooms: { board: 'owner' } }, 'no token: rooms has a role that is none of'],
    ['a time that is over', { expiresIn: 0 }, 'no token: expiresIn is neither seconds nor a time'],
    ['no time', { expiresIn: NaN }, 'no token: expiresIn is neither seconds nor a time'],
    ['a time in no unit', { expiresIn: '15' }, 'no token: expiresIn is neither seconds nor a time'],
    ['a time in years', { expiresIn: '1y' }, 'no token: expiresIn is neither seconds nor a time'],
  ] as const)('[AU14] %s', async ([, more, message]) => {
    await expect(mintToken({ ...ada, ...(more as object) })).rejects.toThrow(message)
    await expect(mintToken({ ...ada, ...(more as object) })).rejects.toBeInstanceOf(TypeError)
  })

  test('[AU14] a key of a kind that servers do not take', async () => {
    const { privateKey } = generateKeyPairSync('x25519')
    const { secret: _, ...who } = ada
    await expect(mintToken({ ...who, privateKey })).rejects.toThrow('none of RSA, P-256 or Ed25519')
  })
})
