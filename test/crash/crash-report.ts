import type { Machine } from '../../loadtest/driver/machine.ts'
import type { MomentName } from './moments.ts'

/** What a run did and what it found. */
export interface CrashReport {
  readonly seed: number
  readonly machine: Machine
  durationS: number
  /** SIGKILLs, and which moments they were meant to hit. */
  kills: number
  readonly moments: Partial<Record<MomentName, number>>
  /** Kills with edits under way that were not called saved, and how many edits that was at most and in all. */
  killsWithUnsaved: number
  mostUnsaved: number
  unsavedAtKills: number
  /** Kills that left a transaction half written in the log, and the frames of the largest. */
  tornTransactions: number
  mostTornFrames: number
  /** Snapshots that took the place of a log, as seen on disk from one kill to the next. */
  folds: number
  evictions: number
  sessions: number
  rooms: number
  edits: number
  editsSaved: number
  /** Documents replayed from a copy of the disk, and opened through a server; edits looked for in them. */
  documentsReplayed: number
  documentsOpened: number
  editsChecked: number
  /** From the start of a process until it listens, and until every page was back and had all its edits saved. */
  restartMs: { median: number; most: number }
  recoveryMs: { median: number; most: number }
  /** What was not as it should be; empty when all is well. */
  fault: string | undefined
}

export function emptyReport(seed: number, machine: Machine): CrashReport {
  return {
    seed,
    machine,
    durationS: 0,
    kills: 0,
    moments: {},
    killsWithUnsaved: 0,
    mostUnsaved: 0,
    unsavedAtKills: 0,
    tornTransactions: 0,
    mostTornFrames: 0,
    folds: 0,
    evictions: 0,
    sessions: 0,
    rooms: 0,
    edits: 0,
    editsSaved: 0,
    documentsReplayed: 0,
    documentsOpened: 0,
    editsChecked: 0,
    restartMs: { median: 0, most: 0 },
    recoveryMs: { median: 0, most: 0 },
    fault: undefined,
  }
}
