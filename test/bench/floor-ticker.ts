/**
 * Coplane's rule: the first change after a quiet spell is published at the end of the loop turn, after that
 * at most one tick per interval. Due times lie on a grid, so that timers, which are late or early by a part
 * of a millisecond, do not make the mean interval another one than it was asked to keep.
 */
export class FloorTicker {
  private dueMs = -Infinity
  private isMarked = false
  private readonly intervalMs: number
  private readonly publish: () => void

  constructor(intervalMs: number, publish: () => void) {
    this.intervalMs = intervalMs
    this.publish = publish
  }

  /** There is something to publish. */
  mark(): void {
    if (this.isMarked) return
    this.isMarked = true
    const now = performance.now()
    this.dueMs = Math.max(now, this.dueMs + this.intervalMs)
    if (this.dueMs <= now) setImmediate(this.run)
    else setTimeout(this.run, this.dueMs - now)
  }

  private readonly run = (): void => {
    const leftMs = this.dueMs - performance.now()
    if (leftMs > earlyMs) {
      setTimeout(this.run, leftMs)
      return
    }
    this.isMarked = false
    this.publish()
  }
}

/** A timer may fire a little before a due time that lies between two of its milliseconds. */
const earlyMs = 0.5
