import type { Clock } from '../../../server/dist/room/ports.js'

/** Time that moves when told to, so that a tick happens exactly when the bench wants one. */
export class StillClock implements Clock {
  private nowMs = 0
  private waiting: (() => void)[] = []

  now(): number {
    return this.nowMs
  }

  soon(run: () => void): void {
    this.waiting.push(run)
  }

  /**
   * Everything later than "soon" never comes: no tick of the bench waits for an interval, no commit for a
   * retry.
   */
  after(): () => void {
    return () => undefined
  }

  advance(ms: number): void {
    this.nowMs += ms
  }

  /** Ends the loop turn. */
  endTurn(): void {
    const { waiting } = this
    this.waiting = []
    for (const run of waiting) run()
  }
}
