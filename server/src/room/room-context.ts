import type { Schema } from '@coplane/client/model/schema'
import type { Counters } from './counters.ts'
import type { Journal } from './journal.ts'
import type { LivePace } from './live-pace.ts'
import type { Clock } from './ports.ts'
import type { Quotas } from './quotas.ts'
import type { Tally } from './tally.ts'
import type { Ticker } from './ticker.ts'

/** What the process shares among its rooms. */
export interface RoomContext {
  readonly clock: Clock
  readonly ticker: Ticker
  readonly livePace: LivePace
  readonly journal: Journal
  readonly counters: Counters
  readonly report: (message: string, error: unknown) => void
  /** What the operator allows in canvases, if anything is forbidden. */
  readonly schema: Schema | undefined
  readonly quotas: Quotas
  /** The sessions of each user in all rooms. */
  readonly users: Tally
  /** From 0 to below 1. */
  readonly random: () => number
}
