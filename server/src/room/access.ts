import { endlessAccess } from '@coplane/client/protocol/access'
import type { Role } from '@coplane/client/protocol/role'

/** What a socket may do in one room, as the authority said. */
export interface Access {
  /** Who that is, the token's subject; undefined where nobody is told apart. */
  readonly user: string | undefined
  readonly role: Role
  /** When it ends, by the clock; Infinity for never. */
  readonly untilMs: number
  /** When the token was issued, in milliseconds of the wall's clock; undefined where nobody knows. */
  readonly issuedMs?: number
}

/** Why there is none; each is the name of a close code. */
export type Denial = 'unauthorized' | 'forbidden' | 'unavailable'

/** Says who may do what. Asked once per socket, and again for each token that is brought to an open one. */
export interface Authority {
  /** @param token as it came, undefined when none did. Answers at once where it can. */
  admit(token: string | undefined, room: string): Access | Denial | Promise<Access | Denial>
}

/** Everybody may edit, for development and for rooms that something in front guards. */
export const openAuthority: Authority = {
  admit: () => ({ user: undefined, role: 'editor', untilMs: Infinity }),
}

/** What an admitted socket's connection knows of its admission. */
export interface Admitted {
  readonly access: Access
  readonly allowance: Allowance
  /** Brings a fresh token: the connection hears `accessChanged`, or the socket is closed. */
  renew(token: string): void
}

/** What one socket may still do, as its connection asks before it does it. Whoever is told "no" counts nothing: that was done. */
export interface Allowance {
  /** One message of this size, or a further one of those that came as one. */
  message(byteLength: number): boolean
  /** One value of the live lane. */
  presence(): boolean
  /** To be told that presence was skipped, now. */
  mayTell(): boolean
  event(): boolean
  /** A question whose answer may be larger than itself; none while the answers before it are not read. What the answer took is told by `answered`. */
  ask(bufferedBytes: number): boolean
  answered(byteLength: number): void
}

/** Seconds until an access ends, as the wire says it. */
export function accessS(untilMs: number, nowMs: number): number {
  return Math.min(Math.floor(Math.max(0, untilMs - nowMs) / 1000), endlessAccess)
}
