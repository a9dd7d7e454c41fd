import type { SqliteLog } from './sqlite-log.ts'
import type { WalCheckpoint } from './wal-checkpoint.ts'
import { reasonOf } from './failure-reason.ts'

/**
 * The worker's own work, done while nobody waits for it: compaction and checkpoints.
 *
 * An immediate runs after the messages that are waiting, and one room or one checkpoint a turn lets those that came
 * meanwhile go first. So an append never waits for more than one of them, and no load of appends can starve them.
 */
export class Upkeep {
  readonly #log: SqliteLog
  readonly #checkpoint: WalCheckpoint
  readonly #onProblem: (problem: string) => void
  /** Rooms used since they were last looked at; no longer than the rooms of one turn's messages for long. */
  readonly #used = new Set<string>()
  #turn: NodeJS.Immediate | undefined

  constructor(log: SqliteLog, checkpoint: WalCheckpoint, onProblem: (problem: string) => void) {
    this.#log = log
    this.#checkpoint = checkpoint
    this.#onProblem = onProblem
  }

  /** Says that a room was written or loaded, and may have outgrown its snapshot. */
  noteUse(room: string): void {
    this.#used.add(room)
    this.#turn ??= setImmediate(() => this.#takeTurn())
  }

  stop(): void {
    clearImmediate(this.#turn)
    this.#used.clear()
  }

  #takeTurn(): void {
    this.#turn = undefined
    if (!this.#compactNext()) this.#try('the write-ahead log was not checkpointed', () => this.#checkpoint.run())
    if (this.#used.size > 0) this.#turn = setImmediate(() => this.#takeTurn())
  }

  /** @returns whether a room took this turn */
  #compactNext(): boolean {
    for (const room of this.#used) {
      this.#used.delete(room)
      let isTurnOver = true
      this.#try(`room ${JSON.stringify(room)} was not compacted`, () => (isTurnOver = this.#log.compact(room)))
      if (isTurnOver) return true
    }
    return false
  }

  #try(failure: string, work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#onProblem(`${failure}: ${reasonOf(error)}`)
    }
  }
}
