import type { Environment } from '../environment.ts'

/** Lets the newest value of something leave at most once per interval: the first at once, what comes meanwhile at its end. */
export class Pacer {
  private lastMs = -Infinity
  private cancel: (() => void) | undefined
  private readonly environment: Environment
  private readonly everyMs: () => number
  private readonly flush: () => void

  constructor(environment: Environment, everyMs: () => number, flush: () => void) {
    this.environment = environment
    this.everyMs = everyMs
    this.flush = flush
  }

  /** There is a newer value. */
  ask(): void {
    if (this.cancel) return
    const waitMs = this.lastMs + this.everyMs() - this.environment.now()
    if (waitMs <= 0) this.now()
    else this.cancel = this.environment.after(waitMs, () => this.now())
  }

  /** Flushes whatever the interval says. */
  now(): void {
    this.stop()
    this.lastMs = this.environment.now()
    this.flush()
  }

  stop(): void {
    this.cancel?.()
    this.cancel = undefined
  }
}
