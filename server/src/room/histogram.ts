/** A cumulative histogram with fixed bounds; `observe` allocates nothing. */
export class Histogram {
  /** Observations at most `bounds[i]` and above the bound before; the last slot is above all bounds. */
  readonly counts: Float64Array
  sum = 0
  count = 0
  /** Upper bounds, rising. */
  readonly bounds: readonly number[]

  constructor(bounds: readonly number[]) {
    this.bounds = bounds
    this.counts = new Float64Array(bounds.length + 1)
  }

  observe(value: number): void {
    let slot = 0
    while (slot < this.bounds.length && value > this.bounds[slot]!) slot++
    this.counts[slot]!++
    this.sum += value
    this.count++
  }
}
