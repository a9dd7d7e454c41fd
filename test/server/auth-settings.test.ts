import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ConfigError, readConfig } from '../../server/src/config.ts'
import { temporaryDirectory } from '../support/coplane-process.ts'
import { pairOf } from './token-rig.ts'

const folder = temporaryDirectory()
afterAll(() => folder.remove())

function file(name: string, text: string): string {
  const path = join(folder.path, name)
  writeFileSync(path, text)
  return path
}

const secret = 'x'.repeat(32)

function authOf(env: Readonly<Record<string, string>>) {
  return readConfig(env).config.auth
}

function faultOf(env: Readonly<Record<string, string>>): string {
  try {
    readConfig(env)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as Error).message
  }
  throw new Error('it was taken')
}

describe('[CF7] who is asked for a token', () => {
  test('[CF7] nobody on loopback, when nothing is said', () => {
    expect(authOf({})).toEqual({ is: 'open', isAskedFor: false })
    expect(authOf({ COPLANE_HOST: '::1' })).toEqual({ is: 'open', isAskedFor: false })
  })

  test('[CF7] nobody anywhere, when that is said', () => {
    const env = { COPLANE_AUTH: 'open', COPLANE_HOST: '0.0.0.0' }
    expect(authOf(env)).toEqual({ is: 'open', isAskedFor: true })
  })

  test.for(['0.0.0.0', '::', '10.1.2.3', 'canvas.example.com'])(
    '[CF7] an address that others reach is refused when nothing is said: %s',
    (host) => {
      expect(faultOf({ COPLANE_HOST: host })).toBe(
        `COPLANE_HOST="${host}" would let everybody who reaches it read and write every room: ` +
          'set COPLANE_AUTH_SECRET or COPLANE_AUTH_JWKS, or say COPLANE_AUTH=open if that is meant',
      )
    },
  )

  test('[CF7] everybody, as soon as there is a key', () => {
    const rules = { issuer: undefined, audience: undefined, maxLifetimeS: 86_400 }
    const keys = { from: 'secret', secret: Buffer.from(secret) }
    expect(authOf({ COPLANE_HOST: '0.0.0.0', COPLANE_AUTH_SECRET: secret })).toEqual({
      is: 'jwt',
      keys,
      rules,
    })
    expect(authOf({ COPLANE_AUTH: 'jwt', COPLANE_AUTH_SECRET_FILE: file('s', `${secret}\n`) })).toEqual({
      is: 'jwt',
      keys,
      rules,
    })
    expect(
      authOf({
        COPLANE_AUTH_JWKS: 'https://id.example.com/jwks',
        COPLANE_AUTH_ISSUER: 'https://id.example.com',
        COPLANE_AUTH_AUDIENCE: 'coplane',
        COPLANE_AUTH_MAX_HOURS: '1',
      }),
    ).toEqual({
      is: 'jwt',
      keys: { from: 'url', url: new URL('https://id.example.com/jwks') },
      rules: { issuer: 'https://id.example.com', audience: 'coplane', maxLifetimeS: 3600 },
    })
  })

  test('[CF7] the public keys may be in a file', async () => {
    const path = file('jwks', JSON.stringify({ keys: [(await pairOf('ES256', 'k')).jwk] }))
    expect(authOf({ COPLANE_AUTH_JWKS: path })).toMatchObject({ keys: { from: 'file', path } })
  })
})

describe('[CF8] settings that contradict each other are refused', () => {
  test.for([
    [{ COPLANE_AUTH: 'jwt' }, 'COPLANE_AUTH=jwt needs a key'],
    [{ COPLANE_AUTH: 'open', COPLANE_AUTH_SECRET: secret }, 'COPLANE_AUTH=open asks nobody for a token, but'],
    [
      { COPLANE_AUTH_SECRET: secret, COPLANE_AUTH_JWKS: 'https://a.org' },
      'COPLANE_AUTH_SECRET and COPLANE_AUTH_JWKS',
    ],
    [
      { COPLANE_AUTH_SECRET: secret, COPLANE_AUTH_SECRET_FILE: '/f' },
      'COPLANE_AUTH_SECRET and COPLANE_AUTH_SECRET_FILE',
    ],
    [{ COPLANE_AUTH_ISSUER: 'a' }, 'COPLANE_AUTH_ISSUER is set, but no key is'],
    [{ COPLANE_AUTH_AUDIENCE: 'a' }, 'COPLANE_AUTH_AUDIENCE is set, but no key is'],
    [
      { COPLANE_AUTH_SECRET_FILE: '/nowhere' },
      'COPLANE_AUTH_SECRET_FILE="/nowhere" is not usable: the file cannot be read (ENOENT)',
    ],
    [
      { COPLANE_AUTH_JWKS: '/nowhere' },
      'COPLANE_AUTH_JWKS="/nowhere" is not usable: the file cannot be read (ENOENT)',
    ],
    [{ COPLANE_AUTH_JWKS: 'https://' }, 'COPLANE_AUTH_JWKS is not usable: it is not a URL'],
    [
      { COPLANE_AUTH_JWKS: 'https://ada:pw@a.org' },
      'COPLANE_AUTH_JWKS is not usable: its URL has a user or a password',
    ],
    [
      { COPLANE_AUTH_SECRET: secret, COPLANE_AUTH_MAX_HOURS: '0' },
      'COPLANE_AUTH_MAX_HOURS="0" is not usable',
    ],
    [
      { COPLANE_ORIGINS: 'canvas.example.com' },
      'COPLANE_ORIGINS is not usable: "canvas.example.com" is not an origin',
    ],
  ] as const)('[CF8] %o', ([env, start]) => {
    expect(faultOf(env).startsWith(start)).toBe(true)
  })

  test('[CF8] a secret that can be guessed is refused and never repeated', () => {
    const weak = 'hunter2-hunter2-hunter2-hunter2'
    expect(faultOf({ COPLANE_AUTH_SECRET: weak })).toMatch(
      /^COPLANE_AUTH_SECRET has 31 bytes and needs 32 at least/,
    )
    const inFile = faultOf({ COPLANE_AUTH_SECRET_FILE: file('weak', weak) })
    expect(inFile).toMatch(/^COPLANE_AUTH_SECRET_FILE has 31 bytes/)
    expect(faultOf({ COPLANE_AUTH_SECRET: weak }) + inFile).not.toContain('hunter2')
    const privateFile = file('private', JSON.stringify({ keys: [{ kty: 'oct', k: 'hunter2' }] }))
    expect(faultOf({ COPLANE_AUTH_JWKS: privateFile })).not.toContain('hunter2')
  })
})

test('[CF9] without tokens only pages of this machine connect, with them or on request any, or those of the list', () => {
  const allows = (env: Readonly<Record<string, string>>): boolean =>
    readConfig(env).config.origins.allow('https://canvas.example.com')
  expect(allows({})).toBe(false)
  expect(allows({ COPLANE_AUTH: 'open' })).toBe(false)
  expect(allows({ COPLANE_AUTH: 'open', COPLANE_HOST: '0.0.0.0' })).toBe(true)
  expect(allows({ COPLANE_AUTH_SECRET: secret })).toBe(true)
  expect(allows({ COPLANE_ORIGINS: '*' })).toBe(true)
  expect(allows({ COPLANE_ORIGINS: 'https://canvas.example.com' })).toBe(true)
  expect(allows({ COPLANE_AUTH_SECRET: secret, COPLANE_ORIGINS: 'https://other.org' })).toBe(false)
})
