import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose'
import { secretKeys, type publicKeyAlgorithms, type KeySource } from '../../server/src/auth/key-source.ts'
import type { Refusal } from '../../server/src/auth/refusal.ts'
import { TokenAuthority, type TokenRules } from '../../server/src/auth/token-authority.ts'

/** The wall clock of the rig, in seconds; its other clock has run for a thousand. */
export const nowS = 1_800_000_000
export const secret = Buffer.from('a secret that only the tests know')
const sinceStartMs = 1_000_000

const rules: TokenRules = { issuer: undefined, audience: undefined, maxLifetimeS: 86_400 }

export const payload = { sub: 'ada', iat: nowS, exp: nowS + 60, rooms: { board: 'editor' } } as const

export const clock = { now: () => sinceStartMs, wallNow: () => nowS * 1000 }

/** An authority that remembers why it refused. */
export function authorityOf(
  keys: KeySource = secretKeys(secret),
  more: Partial<TokenRules> = {},
): { readonly authority: TokenAuthority; readonly refusals: Refusal[] } {
  const refusals: Refusal[] = []
  const authority = new TokenAuthority(keys, { ...rules, ...more }, clock, (refusal) =>
    refusals.push(refusal),
  )
  return { authority, refusals }
}

/** A token with exactly this payload. */
export function sign(
  claims: Readonly<Record<string, unknown>>,
  key: Uint8Array | CryptoKey = secret,
  header: { readonly alg: string; readonly kid?: string } = { alg: 'HS256' },
): Promise<string> {
  return new SignJWT({ ...claims }).setProtectedHeader(header).sign(key)
}

/** What a token is made of, whether or not anybody could have signed it. */
export function compact(header: unknown, claims: unknown, signature = ''): string {
  return `${encoded(header)}.${encoded(claims)}.${signature}`
}

function encoded(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
}

export type Algorithm = (typeof publicKeyAlgorithms)[number]

export interface Pair {
  readonly privateKey: CryptoKey
  readonly jwk: JWK
}

export async function pairOf(alg: Algorithm, kid: string): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg } }
}
