import type { WalCheckpoint } from './wal-checkpoint.ts'
import { reasonOf } from './failure-reason.ts'

/**
 * The worker's own work, done while nobody waits for it: checkpoints. An immediate runs after the messages that are
 * waiting, so an append never waits for more than one of them, and no load of appends can starve them.
 */
export class Upkeep {
  readonly #checkpoint: WalCheckpoint
  readonly #onProblem: (problem: string) => void
  #turn: NodeJS.Immediate | undefined

  constructor(checkpoint: WalCheckpoint, onProblem: (problem: string) => void) {
    this.#checkpoint = checkpoint
    this.#onProblem = onProblem
  }

  /** Says that the write-ahead log has grown. */
  wrote(): void {
    this.#turn ??= setImmediate(() => this.#takeTurn())
  }

  stop(): void {
    clearImmediate(this.#turn)
  }

  #takeTurn(): void {
    this.#turn = undefined
    try {
      this.#checkpoint.run()
    } catch (error) {
      this.#onProblem(`the write-ahead log was not checkpointed: ${reasonOf(error)}`)
    }
  }
}
