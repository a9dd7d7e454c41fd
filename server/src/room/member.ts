import type { FixedPoint } from '@coplane/client/protocol/cursor'
import { lesserRole, type Role } from '@coplane/client/protocol/role'
import type { View } from '@coplane/client/protocol/view'
import type { Access } from './access.ts'
import type { HeadCount, Peer } from './ports.ts'

/** One session in one room, on one socket. A reconnect is a new member with the same session. */
export class Member {
  profile: Uint8Array
  cursor: FixedPoint | undefined
  /** Where it is taken to be: its newest cursor, or the middle of its first view before it had one. */
  anchor: FixedPoint | undefined
  /** The live round that tells of the newest change of its cursor. */
  cursorRound = 0
  /** Opaque; empty for none. */
  selection: Uint8Array = nothingSelected
  selectionRound = 0
  /** What it looks at; undefined before it said so. */
  view: View | undefined
  /** The newest batch received, in a tick or not yet. */
  batch = 0
  /** The newest batch acked, and the tick that it is in. */
  ackedBatch = 0
  ackedSeq = 0
  /** Set while the member reads too slowly to be published to. */
  lag: Lag | undefined

  /** Index within the room, reused after the member left. */
  readonly index: number
  /** Names the session across sockets; undefined where the dialect has no sessions. */
  readonly session: string | undefined
  clientId: number
  /** Who that is by its token; undefined where nobody is told apart. */
  readonly user: string | undefined
  /** The most that it asked to be. */
  readonly asked: Role
  /** What it may do now. */
  role: Role
  /** When its access ends, by the clock; Infinity for never. */
  untilMs: number
  readonly audience: HeadCount
  readonly peer: Peer

  constructor(index: number, audience: HeadCount, peer: Peer, joining: Joining) {
    this.index = index
    this.audience = audience
    this.peer = peer
    this.session = joining.session
    this.clientId = joining.clientId
    this.profile = joining.profile
    this.user = joining.access.user
    this.asked = joining.asked
    this.role = lesserRole(joining.asked, joining.access.role)
    this.untilMs = joining.access.untilMs
  }
}

/** What a member brings along when it joins. */
export interface Joining {
  readonly session: string | undefined
  readonly clientId: number
  /** The most that it asks to be. */
  readonly asked: Role
  readonly access: Access
  /** msgpack, opaque. */
  readonly profile: Uint8Array
}

/** Where a slow member stood when publishing to it stopped. */
export interface Lag {
  readonly sinceMs: number
  /** Messages that its audience had published by then. */
  readonly frames: number
  readonly eventSeq: number
  readonly stateVector: Uint8Array
}

const nothingSelected = new Uint8Array(0)
