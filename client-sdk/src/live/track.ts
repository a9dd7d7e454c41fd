/**
 * A few numbers that arrive now and then and are shown in between: from where they were shown when the newest sample came
 * to that sample, in the time that samples take to come. So what is shown is one interval old and moves evenly. Time is an
 * argument, and nothing is allocated after the constructor.
 */
export class Track {
  /** When the newest sample came. */
  sampledMs: number
  private intervalMs = delayMs.least
  private readonly from: Float64Array
  private readonly to: Float64Array

  constructor(values: readonly number[], nowMs: number) {
    this.from = Float64Array.from(values)
    this.to = Float64Array.from(values)
    this.sampledMs = nowMs
  }

  /** Takes in a sample of as many numbers as the first. */
  add(values: readonly number[], nowMs: number): void {
    const gapMs = nowMs - this.sampledMs
    const isSnap = gapMs > snapMs
    for (let index = 0; index < this.to.length; index++) {
      const value = values[index]!
      this.from[index] = isSnap ? value : this.at(index, nowMs)
      this.to[index] = value
    }
    // A hand that paused says nothing about the rhythm of the samples.
    if (gapMs <= pauseMs) this.intervalMs += (gapMs - this.intervalMs) * smoothing
    this.sampledMs = nowMs
  }

  /** The number with this index as it is to be shown. */
  at(index: number, nowMs: number): number {
    const from = this.from[index]!
    const to = this.to[index]!
    const share = (nowMs - this.sampledMs) / this.delayMs
    return share >= 1 ? to : from + (to - from) * Math.max(0, share)
  }

  /** Whether it is still on its way to the newest sample. */
  isMoving(nowMs: number): boolean {
    return nowMs - this.sampledMs < this.delayMs && this.to.some((value, index) => value !== this.from[index])
  }

  /** How old what is shown is. */
  private get delayMs(): number {
    return Math.min(delayMs.most, Math.max(delayMs.least, this.intervalMs))
  }
}

/** Live values come 20 times a second at best; beyond 200 ms a cursor would trail its owner's voice. */
const delayMs = { least: 50, most: 200 } as const
/** After a gap this long there is nothing to interpolate from. */
const snapMs = 1_000
/** A gap longer than this is a pause and not a slow rhythm: the server asks for 250 ms at most. */
const pauseMs = 300
/** How much one gap counts in the moving average: eight samples make most of it. */
const smoothing = 0.2
