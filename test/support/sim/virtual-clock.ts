import type { Clock } from '../../../server/src/room/ports.ts'

interface Timer {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

/** Time that passes only when the test lets it. Timers of the same moment run in the order they were set. */
export class VirtualClock implements Clock {
  private time = 0
  private order = 0
  private timers: Timer[] = []

  now(): number {
    return this.time
  }

  soon(run: () => void): void {
    this.after(0, run)
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { at: this.time + Math.max(0, delayMs), order: this.order++, run }
    this.timers.push(timer)
    return () => {
      this.timers = this.timers.filter((other) => other !== timer)
    }
  }

  get pending(): number {
    return this.timers.length
  }

  /** Lets `ms` pass: runs every timer that falls due, and the promises that settle on the way. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms
    await settle()
    for (;;) {
      const next = this.earliest()
      if (!next || next.at > end) break
      this.time = next.at
      this.timers = this.timers.filter((timer) => timer !== next)
      next.run()
      await settle()
    }
    this.time = end
  }

  private earliest(): Timer | undefined {
    let earliest: Timer | undefined
    for (const timer of this.timers)
      if (!earliest || timer.at < earliest.at || (timer.at === earliest.at && timer.order < earliest.order))
        earliest = timer
    return earliest
  }
}

/** Every promise chain of the code under test is a few links long; none of them waits for real time. */
async function settle(): Promise<void> {
  for (let links = 0; links < 12; links++) await Promise.resolve()
}
