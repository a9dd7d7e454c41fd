/** The last few samples of a duration and their percentile; a ring, so it never grows. */
export class Samples {
  private readonly ring: Float64Array
  private count = 0

  constructor(capacity: number) {
    this.ring = new Float64Array(capacity)
  }

  add(value: number): void {
    this.ring[this.count++ % this.ring.length] = value
  }

  /** @param share from 0 to 1. @returns NaN before the first sample. */
  percentile(share: number): number {
    const kept = Math.min(this.count, this.ring.length)
    if (kept === 0) return NaN
    const sorted = this.ring.slice(0, kept).sort()
    return sorted[Math.min(kept - 1, Math.floor(share * kept))]!
  }
}
