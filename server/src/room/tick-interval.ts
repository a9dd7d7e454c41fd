/**
 * How long a room waits between flushes. One flush is one send per member, so what a flush costs follows the number
 * of members: the interval stretches until all fan-out of the process stays below half a core (DESIGN §4).
 */
export class TickInterval {
  /** Milliseconds of the loop's time per member and flush; from 7 µs (measured on loopback). */
  private costMs = 0.007
  /** The cost that the interval is made of: it follows `costMs` in steps, since a wandering interval is jitter. */
  private steadyCostMs = this.costMs
  private readonly minMs: number
  private readonly maxMs: number

  constructor(minMs: number, maxMs: number) {
    this.minMs = minMs
    this.maxMs = maxMs
  }

  /** Learns from one run: `elapsedMs` of the loop's time went into `deliveries` sends. */
  observe(deliveries: number, elapsedMs: number): void {
    if (deliveries < leastDeliveries) return
    const sample = Math.min(Math.max(elapsedMs / deliveries, lowestCostMs), highestCostMs)
    // Garbage collection and other threads on the core only ever make a run look dearer, so a dear run counts little:
    // the estimate settles near the lower quartile of the runs instead of chasing their outliers.
    const raised = Math.min(sample, this.costMs * largestRise)
    this.costMs += (raised - this.costMs) * (raised < this.costMs ? fallRate : riseRate)
    if (Math.abs(this.costMs - this.steadyCostMs) > this.steadyCostMs * deadBand)
      this.steadyCostMs = this.costMs
  }

  /** @param activeMembers members of all rooms that flushed within the last second or so. */
  forLoad(activeMembers: number): number {
    return Math.min(Math.max((activeMembers * this.steadyCostMs) / fanOutShare, this.minMs), this.maxMs)
  }
}

/** The share of one core that fan-out may take. */
const fanOutShare = 0.5
/** Smaller runs say more about timers than about sends. */
const leastDeliveries = 64
const fallRate = 0.06
const riseRate = 0.02
const largestRise = 1.5
const deadBand = 0.1
const lowestCostMs = 0.001
const highestCostMs = 0.05
