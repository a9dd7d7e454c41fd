import type { Gesture } from './gesture.ts'
import type { Roster } from './roster.ts'

/** One round of live values: what moved since the one before is told to those who see it. */
export interface LiveRound {
  /** Counts rounds; a value is told in the round that it carries. */
  readonly number: number
  readonly nowMs: number
  /** How often live values are worth sending now. */
  readonly liveMs: number
  /** Whether anybody may be somewhere else, or hold something else, than in the round before. */
  readonly hasMotion: boolean
  readonly roster: Roster
  readonly gestures: readonly Gesture[]
}

/** Whether every member is told what it has to know, or the next round is wanted although nothing moves. */
export interface LiveTold {
  readonly sends: number
  readonly owes: boolean
}
