import type { FixedPoint } from '@coplane/client/protocol/cursor'
import type { Audience, Peer } from './ports.ts'

/** One session in one room, on one socket. A reconnect is a new member with the same session. */
export class Member {
  profile: Uint8Array
  cursor: FixedPoint | undefined
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
  readonly audience: Audience
  readonly peer: Peer

  constructor(index: number, audience: Audience, peer: Peer, joining: Joining) {
    this.index = index
    this.audience = audience
    this.peer = peer
    this.session = joining.session
    this.clientId = joining.clientId
    this.profile = joining.profile
  }
}

/** What a member brings along when it joins. */
export interface Joining {
  readonly session: string | undefined
  readonly clientId: number
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
