/** Counts durations in buckets of one microsecond; what is longer than the last bucket is counted in it. */
export class Histogram {
  count = 0
  /** Microseconds. */
  max = 0
  private readonly counts: Uint32Array

  /** @param longestUs buckets to allocate, 4 B each. */
  constructor(longestUs = 2_000_000) {
    this.counts = new Uint32Array(longestUs + 1)
  }

  /** @param us whole microseconds. */
  add(us: number): void {
    const { counts } = this
    const bucket = us < 0 ? 0 : us < counts.length ? us : counts.length - 1
    counts[bucket]!++
    this.count++
    if (us > this.max) this.max = us
  }

  /** Adds what another histogram counted. */
  merge(other: Histogram): void {
    for (let us = 0; us < other.counts.length; us++) {
      const bucket = Math.min(us, this.counts.length - 1)
      this.counts[bucket]! += other.counts[us]!
    }
    this.count += other.count
    this.max = Math.max(this.max, other.max)
  }

  /** Forgets everything. */
  restart(): void {
    this.counts.fill(0)
    this.count = 0
    this.max = 0
  }

  /**
   * @returns the smallest duration, in milliseconds, that the share `q` of all does not exceed; NaN for none.
   */
  quantileMs(q: number): number {
    if (this.count === 0) return NaN
    const rank = Math.max(1, Math.ceil(q * this.count))
    let seen = 0
    for (let us = 0; us < this.counts.length; us++) {
      seen += this.counts[us]!
      if (seen >= rank) return us / 1000
    }
    throw new Error('a histogram holds fewer values than it counted')
  }

  summary(): Quantiles {
    const [p50, p95, p99] = [this.quantileMs(0.5), this.quantileMs(0.95), this.quantileMs(0.99)]
    return { p50, p95, p99, max: this.count === 0 ? NaN : this.max / 1000 }
  }
}

/** Milliseconds. */
export interface Quantiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}
