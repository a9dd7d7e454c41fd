import { createPrivateKey, createSecretKey, KeyObject, type JsonWebKey } from 'node:crypto'
import type { Role } from '@coplane/client/protocol/role'
import { SignJWT } from 'jose'
import { authLimits } from './auth/auth-limits.ts'
import { parseClaims } from './auth/claims.ts'
import { parseDuration, type Duration } from './auth/duration.ts'

export type { Duration, Role }

/** What a token is signed with: the secret that the server knows, too, or a key pair of which it knows the public half. */
export type TokenKey =
  | {
      /** `COPLANE_AUTH_SECRET`, 32 bytes or more. */
      readonly secret: string | Uint8Array
    }
  | {
      /** PEM (PKCS #8), JWK or a `KeyObject`, of RSA (RS256), P-256 (ES256) or Ed25519 (EdDSA). */
      readonly privateKey: string | JsonWebKey | KeyObject
      /** Its `kid` in the key set of `COPLANE_AUTH_JWKS`; that of a JWK unless said otherwise. */
      readonly keyId?: string
    }

/** Who somebody is and what that person may do, until when. */
export type TokenOptions = TokenKey & {
  /** Names the person for good, 1 to 256 bytes: the same in every token of hers. */
  readonly user: string
  /**
   * A role by room, 128 at most. A name that ends with `*` stands for all rooms that begin like this; the most specific
   * one counts.
   */
  readonly rooms: Readonly<Record<string, Role>>
  /** Seconds, or a time such as `'15m'`, `'1h'`; a server takes 24 hours at most unless it is told otherwise. */
  readonly expiresIn: number | Duration
  /** `COPLANE_AUTH_ISSUER` of the server, where it is set. */
  readonly issuer?: string
  /** `COPLANE_AUTH_AUDIENCE` of the server, where it is set. */
  readonly audience?: string
  /** When it is made; now, unless a test says otherwise. */
  readonly issuedAt?: Date
}

/**
 * Makes a token that lets its bearer into rooms, for an application's backend to hand to its pages. It can be read by
 * whoever has it, and is as good as a password until it expires: make it short, and make a fresh one when asked.
 *
 * @returns a JSON Web Token.
 * @throws TypeError where no server would take it: a secret below 32 bytes, a user or rooms that are not as they must be.
 * @example
 * const token = await mintToken({
 *   secret: process.env['COPLANE_AUTH_SECRET']!,
 *   user: 'ada',
 *   rooms: { 'team-7/*': 'editor', 'team-7/handbook': 'viewer' },
 *   expiresIn: '15m',
 * })
 */
export async function mintToken(options: TokenOptions): Promise<string> {
  const { user, rooms, expiresIn, issuer, audience, issuedAt = new Date() } = options
  const { key, alg, kid } = signingKey(options)
  const claims = parseClaims({ sub: user, rooms })
  if (typeof claims === 'string') throw new TypeError(`no token: ${claims}`)
  const lifetimeS = typeof expiresIn === 'number' ? expiresIn : parseDuration(expiresIn)
  if (lifetimeS === undefined || !(lifetimeS > 0 && Number.isFinite(lifetimeS)))
    throw new TypeError("no token: expiresIn is neither seconds nor a time such as '15m'")
  const iat = Math.floor(issuedAt.getTime() / 1000)
  const jwt = new SignJWT({ rooms: Object.fromEntries(claims.rooms) })
    .setProtectedHeader({ alg, typ: 'JWT', ...(kid !== undefined && { kid }) })
    .setSubject(claims.user)
    .setIssuedAt(iat)
    .setExpirationTime(iat + Math.ceil(lifetimeS))
  if (issuer !== undefined) jwt.setIssuer(issuer)
  if (audience !== undefined) jwt.setAudience(audience)
  return jwt.sign(key)
}

interface SigningKey {
  readonly key: KeyObject
  readonly alg: string
  readonly kid: string | undefined
}

function signingKey(options: TokenKey): SigningKey {
  if ('secret' in options) {
    const secret = Buffer.from(options.secret)
    if (secret.length < authLimits.minSecretBytes)
      throw new TypeError(`no token: the secret has less than ${authLimits.minSecretBytes} bytes`)
    return { key: createSecretKey(secret), alg: 'HS256', kid: undefined }
  }
  const { privateKey, keyId } = options
  const key = privateKeyOf(privateKey)
  const alg = algorithms.get(key.asymmetricKeyType ?? '')
  if (alg === undefined || key.type !== 'private')
    throw new TypeError('no token: the private key is none of RSA, P-256 or Ed25519')
  const ownId = typeof privateKey === 'object' && 'kid' in privateKey ? privateKey['kid'] : undefined
  return { key, alg, kid: keyId ?? (typeof ownId === 'string' ? ownId : undefined) }
}

function privateKeyOf(key: string | JsonWebKey | KeyObject): KeyObject {
  if (key instanceof KeyObject) return key
  return createPrivateKey(typeof key === 'string' ? key : { key, format: 'jwk' })
}

const algorithms = new Map([
  ['rsa', 'RS256'],
  ['ec', 'ES256'],
  ['ed25519', 'EdDSA'],
])
