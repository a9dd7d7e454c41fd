import { errors } from 'jose'
import type { Denial } from '../room/access.ts'
import { KeysUnavailable } from './key-source.ts'

/** Why a token did not let its bearer in, in words of ours: nothing of the token is repeated. */
export interface Refusal {
  readonly denial: Denial
  readonly reason: Reason
  /** One sentence more, where there is one. */
  readonly detail?: string
}

export type Reason =
  | 'no token'
  | 'too long'
  | 'malformed'
  | 'algorithm'
  | 'unknown key'
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'not yet valid'
  | 'lives too long'
  | 'claims'
  | 'not this room'
  | 'no keys'
  | 'fault'

/** Errors of jose carry the payload along, so they end here and only their meaning goes on. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof KeysUnavailable)
    return { denial: 'unavailable', reason: 'no keys', detail: error.message }
  if (error instanceof errors.JWTClaimValidationFailed)
    return { denial: 'unauthorized', reason: claimReasons.get(error.claim) ?? 'claims' }
  if (error instanceof errors.JOSEError) {
    const reason = reasons.get(error.code)
    if (reason) return { denial: 'unauthorized', reason }
  }
  // A key that cannot be used, most likely: the operator's fault or ours, and not the bearer's.
  return { denial: 'unavailable', reason: 'fault', detail: error instanceof Error ? error.message : '' }
}

const claimReasons = new Map<string, Reason>([
  ['iss', 'issuer'],
  ['aud', 'audience'],
  ['nbf', 'not yet valid'],
])

const reasons = new Map<string, Reason>([
  [errors.JWTExpired.code, 'expired'],
  [errors.JWSSignatureVerificationFailed.code, 'signature'],
  [errors.JOSEAlgNotAllowed.code, 'algorithm'],
  [errors.JOSENotSupported.code, 'algorithm'],
  [errors.JWKSNoMatchingKey.code, 'unknown key'],
  [errors.JWKSMultipleMatchingKeys.code, 'unknown key'],
  [errors.JWSInvalid.code, 'malformed'],
  [errors.JWTInvalid.code, 'malformed'],
])
