import type { Flush } from './flush.ts'
import type { LiveRound, LiveTold } from './live-round.ts'
import type { HeadCount } from './ports.ts'

/** The members of a room who speak one dialect: what a flush changed is encoded once for all of them. */
export interface Audience extends HeadCount {
  /** Whether it has something of its own to publish, besides what its room changed. */
  readonly isPending: boolean
  publish(flush: Flush): void
  /** Tells each member what moved where it looks. */
  publishLive(round: LiveRound): LiveTold
  /** Called about once a second: keep-alives. `now` as of the clock. */
  sweep(now: number): void
}
