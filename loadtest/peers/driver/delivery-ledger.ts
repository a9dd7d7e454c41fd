import { Histogram } from '../../driver/histogram.ts'

/**
 * What every member holds of every writer's numbered sendings, so that each (sending, member) pair is
 * accounted for. Times are microseconds since the run began, never 0.
 */
export class DeliveryLedger {
  readonly latency = new Histogram(longestUs)
  /** Pairs that arrived at any time, for what a delivery cost meanwhile. */
  arrivals = 0
  /** Runs that came without what lies before them: Yjs keeps such updates waiting, and so does this ledger. */
  gaps = 0
  /** Sendings of the measured window. */
  sentInWindow = 0
  private readonly members: number
  private readonly writers: number
  private readonly perWriter: number
  private readonly sentUs: Uint32Array
  private readonly newest: Uint32Array
  /** By member and writer: the newest sending up to which it holds everything. */
  private readonly held: Uint32Array
  private fromUs = Infinity
  private toUs = Infinity

  constructor(members: number, writers: number, perWriter: number) {
    this.members = members
    this.writers = writers
    this.perWriter = perWriter
    this.sentUs = new Uint32Array(writers * perWriter)
    this.newest = new Uint32Array(writers)
    this.held = new Uint32Array(members * writers)
  }

  openWindow(us: number): void {
    this.fromUs = us
  }

  closeWindow(us: number): void {
    this.toUs = us
  }

  /** Sendings of a writer count from 1. */
  sent(writer: number, number: number, us: number): void {
    this.sentUs[writer * this.perWriter + number - 1] = us
    this.newest[writer] = number
    if (us >= this.fromUs && us < this.toUs) this.sentInWindow++
  }

  newestOf(writer: number): number {
    return this.newest[writer]!
  }

  /** The member got the writer's sendings `first` … `last`; what it had already does not count again. */
  arrived(member: number, writer: number, first: number, last: number, us: number): void {
    const at = member * this.writers + writer
    const held = this.held[at]!
    const end = Math.min(last, this.newest[writer]!)
    if (end <= held) return
    if (first > held + 1) {
      this.gaps++
      return
    }
    this.held[at] = end
    this.arrivals += end - held
    for (let number = held + 1; number <= end; number++) {
      const sentUs = this.sentUs[writer * this.perWriter + number - 1]!
      if (sentUs >= this.fromUs && sentUs < this.toUs) this.latency.add(us - sentUs)
    }
  }

  get pairs(): number {
    return this.sentInWindow * this.members
  }

  get isComplete(): boolean {
    return this.latency.count === this.pairs
  }
}

/** Longer waits count as this long; no run waits longer for stragglers. */
const longestUs = 30_000_000
