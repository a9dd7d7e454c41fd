import type { CanvasSeed } from '../scenario/canvas-seed.ts'
import type { LoadOptions } from '../scenario/load-options.ts'
import type { Behaviour, Seat } from './behaviour.ts'
import type { Member } from './member.ts'
import type { Participant } from './participant.ts'
import type { RoomShare } from './room-share.ts'
import type { Tally } from './tally.ts'
import type { Timeline } from './timeline.ts'

/** What a script sees of the virtual user that it plays in. */
export interface VuStage {
  readonly tally: Tally
  readonly timeline: Timeline
  readonly shares: readonly RoomShare[]
  readonly participants: readonly Participant[]
  /** Where each of them sits in its room. */
  readonly seats: readonly number[]
  trouble(message: string): void
}

/** What a script adds to what every virtual user does; all of it is optional. */
export interface VuScript {
  /** Sockets are about to be opened. */
  begin?(stage: VuStage): void
  /** What a member does while the load is on, instead of what the profile says. */
  behave?(participant: Participant, seat: Seat, seed: CanvasSeed, options: LoadOptions): Behaviour
  /** A member is in its room, for the first time or once more. */
  joined?(participant: Participant): void
  ended?(participant: Participant): void
  /** An event that the member did not have yet; its body begins at `at`. @param atMs NaN for one of the past. */
  event?(member: Member, frame: DataView, at: number, atMs: number): void
  /** HISTORY or EVENT-ACK. */
  answered?(member: Member, type: number, frame: DataView): void
  /** The load is over, and every member has everything that was sent. */
  quiet?(stage: VuStage): void
}
