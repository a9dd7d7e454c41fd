import { limits } from '@coplane/client/protocol/limits'
import { jwtVerify, type JWTPayload, type JWTVerifyOptions } from 'jose'
import type { Access, Authority, Denial } from '../room/access.ts'
import { authLimits } from './auth-limits.ts'
import { parseClaims } from './claims.ts'
import type { KeySource } from './key-source.ts'
import { refusalOf, type Refusal } from './refusal.ts'
import { roleIn } from './room-pattern.ts'

/** What tokens must be besides signed. */
export interface TokenRules {
  readonly issuer: string | undefined
  readonly audience: string | undefined
  /** From `iat` to `exp`. */
  readonly maxLifetimeS: number
}

/** Both clocks: a token ends by the wall's, an open socket by the one that never jumps. */
export interface TokenClock {
  now(): number
  wallNow(): number
}

/** Admits by JSON Web Tokens: who brings one that our keys verify is its subject, with the role that it names for the room. */
export class TokenAuthority implements Authority {
  private readonly keys: KeySource
  private readonly maxLifetimeS: number
  private readonly options: JWTVerifyOptions
  private readonly clock: TokenClock
  private readonly refused: (refusal: Refusal) => void

  constructor(
    keys: KeySource,
    { issuer, audience, maxLifetimeS }: TokenRules,
    clock: TokenClock,
    refused: (refusal: Refusal) => void,
  ) {
    this.keys = keys
    this.maxLifetimeS = maxLifetimeS
    this.clock = clock
    this.refused = refused
    this.options = {
      algorithms: [...keys.algorithms],
      requiredClaims: ['exp', 'iat'],
      clockTolerance: authLimits.clockToleranceS,
      ...(issuer !== undefined && { issuer }),
      ...(audience !== undefined && { audience }),
    }
  }

  admit(token: string | undefined, room: string): Denial | Promise<Access | Denial> {
    if (token === undefined) return this.refuse({ denial: 'unauthorized', reason: 'no token' })
    if (token.length > limits.maxTokenBytes)
      return this.refuse({ denial: 'unauthorized', reason: 'too long' })
    return this.verify(token, room)
  }

  private async verify(token: string, room: string): Promise<Access | Denial> {
    let payload: JWTPayload
    const wallMs = this.clock.wallNow()
    try {
      const options = { ...this.options, currentDate: new Date(wallMs) }
      payload = (await jwtVerify(token, this.keys.find, options)).payload
    } catch (error) {
      return this.refuse(refusalOf(error))
    }
    const verdict = this.judge(payload, room, wallMs)
    return 'denial' in verdict ? this.refuse(verdict) : verdict
  }

  private judge(payload: JWTPayload, room: string, wallMs: number): Access | Refusal {
    const { exp = 0, iat = 0 } = payload
    // jose grants its tolerance to `exp`, too; nothing here outlives its token.
    if (exp * 1000 <= wallMs) return { denial: 'unauthorized', reason: 'expired' }
    if (iat > wallMs / 1000 + authLimits.clockToleranceS)
      return { denial: 'unauthorized', reason: 'not yet valid' }
    if (exp - iat > this.maxLifetimeS) return { denial: 'unauthorized', reason: 'lives too long' }
    const claims = parseClaims(payload)
    if (typeof claims === 'string') return { denial: 'unauthorized', reason: 'claims', detail: claims }
    const role = roleIn(claims.rooms, room)
    if (role === undefined) return { denial: 'forbidden', reason: 'not this room' }
    const untilMs = this.clock.now() + exp * 1000 - wallMs
    return { user: claims.user, role, untilMs, issuedMs: iat * 1000 }
  }

  private refuse(refusal: Refusal): Denial {
    this.refused(refusal)
    return refusal.denial
  }
}
