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
  /** Rooms used since they were last looked at: at most those of the calls since the last turns, each once. */
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
    const isTurnOver = this.#try('the write-ahead log was not checkpointed', () => this.#checkpoint.run())
    if (!isTurnOver) this.#compactNext()
    if (this.#used.size > 0) this.#turn = setImmediate(() => this.#takeTurn())
  }

  #compactNext(): void {
    for (const room of this.#used) {
      this.#used.delete(room)
      if (this.#try(`room ${JSON.stringify(room)} was not compacted`, () => this.#log.compact(room))) return
    }
  }

  /** @returns whether the turn is over: work was done, or was tried and failed */
  #try(failure: string, work: () => boolean): boolean {
    try {
      return work()
    } catch (error) {
      this.#onProblem(`${failure}: ${reasonOf(error)}`)
      return true
    }
  }
}
