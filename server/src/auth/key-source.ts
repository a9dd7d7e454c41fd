import { createSecretKey } from 'node:crypto'
import type { JWTVerifyGetKey } from 'jose'

/** Where the keys come from that tokens are verified with. */
export interface KeySource {
  /** The only ones that its keys are used with: a token does not choose how it is verified. */
  readonly algorithms: readonly string[]
  /** Answers with the key that a token's header asks for. @throws KeysUnavailable, or jose's error for no such key. */
  readonly find: JWTVerifyGetKey
  /** Why no token can be verified now, as the end of a sentence; undefined while tokens can be. */
  readonly problem: string | undefined
  /** Called about once a second. */
  sweep(): void
}

/** There are no keys to verify with now; that says nothing about the token. */
export class KeysUnavailable extends Error {}

/** The one secret that whoever mints tokens shares with this server. */
export function secretKeys(secret: Uint8Array): KeySource {
  const key = createSecretKey(secret)
  return { algorithms: ['HS256'], find: () => key, problem: undefined, sweep: () => undefined }
}

/** Signatures of key pairs, never a MAC: a public key taken for a secret would let everybody sign. */
export const publicKeyAlgorithms = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'] as const
