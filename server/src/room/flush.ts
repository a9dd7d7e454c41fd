import type { FixedPoint } from '@coplane/client/protocol/cursor'
import type { GestureEntry } from '@coplane/client/protocol/gesture-entry'
import type { EventEntry } from '@coplane/client/protocol/event-entry'
import type { RosterEntry } from '@coplane/client/protocol/roster-entry'

/** Everything that one tick of a room changed; audiences encode it, each once. */
export interface Flush {
  readonly seq: number
  /** Whether something changed that every member has to know; otherwise nothing but live values did. */
  readonly isTick: boolean
  /** Whether a round of live values follows at once. */
  readonly isLive: boolean
  readonly durableSeq: number
  readonly tickMs: number
  /** Yjs V1 update of all document changes, absent when there were none. */
  readonly update: Uint8Array | undefined
  readonly events: readonly EventEntry[]
  readonly gestures: readonly GestureEntry[]
  /** Members whose cursor changed and who are still here; none but in a live round. */
  readonly moved: ReadonlySet<Moved>
  /** Joins, profile changes and leaves, in the order they happened. */
  readonly roster: readonly RosterEntry[]
  /** Clients (Yjs clientIDs) who left, for dialects that know no member indices. */
  readonly leftClients: readonly number[]
}

/** A member whose cursor changed, as live entries need it. */
export interface Moved {
  readonly index: number
  readonly clientId: number
  readonly cursor: FixedPoint | undefined
}
