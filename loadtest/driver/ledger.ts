import { Histogram } from './histogram.ts'
import type { SentUpdates } from './sent-updates.ts'
import { TickRecord } from './tick-record.ts'

/** What became of every (update, member) pair. pairs = delivered + lost. */
export interface Deliveries {
  readonly updates: number
  readonly pairs: number
  readonly delivered: number
  /** Pairs that no tick and no SYNC brought. */
  readonly lost: number
  readonly latency: Histogram
}

/** What the ticks of a window looked like. */
export interface TickFigures {
  readonly perSecond: number
  readonly meanIntervalMs: number
  readonly meanFrameBytes: number
  /** Between the first arrivals of two ticks in a row. */
  readonly gap: Histogram
  /** From a tick's first arrival until a header says that it is on disk. */
  readonly durableLag: Histogram
}

/** Every tick and every update of a run, so that each (update, member) pair is accounted for. */
export class Ledger {
  readonly updates: SentUpdates
  private readonly members: number
  private readonly startMs = performance.now()
  private firstSeq = 0
  private readonly ticks: (TickRecord | undefined)[] = []
  private readonly lastSeq: Uint32Array
  private durableSeq = 0

  constructor(members: number, updates: SentUpdates) {
    this.members = members
    this.updates = updates
    this.lastSeq = new Uint32Array(members)
  }

  /** Whole microseconds since the start, never 0; 32 bits hold more than an hour. */
  nowUs(): number {
    return 1 + Math.round((performance.now() - this.startMs) * 1000)
  }

  /** @returns whether the member is the first to get this tick. */
  tick(member: number, seq: number, durableSeq: number, frameBytes: number, us: number): boolean {
    if (this.firstSeq === 0) {
      this.firstSeq = seq
      this.durableSeq = seq - 1
    }
    // A straggler from before the start.
    if (seq < this.firstSeq) return false
    let record = this.ticks[seq - this.firstSeq]
    const isFirst = record === undefined
    if (record === undefined) {
      record = new TickRecord(this.members, us, frameBytes)
      this.ticks[seq - this.firstSeq] = record
      this.durable(durableSeq, us)
    }
    record.arrived(member, us)
    this.lastSeq[member] = seq
    return isFirst
  }

  /** A frame said that everything up to `durableSeq` is on disk. */
  durable(durableSeq: number, us: number): void {
    while (this.durableSeq < durableSeq) {
      const record = this.ticks[++this.durableSeq - this.firstSeq]
      if (record) record.durableUs = us
    }
  }

  /** A SYNC brought the member, which had lagged, to tick `seq`: it holds what it was spared. */
  synced(member: number, seq: number, us: number): void {
    if (this.firstSeq === 0) return
    const from = Math.max(this.lastSeq[member]! + 1, this.firstSeq)
    for (let missed = from; missed <= seq; missed++) this.ticks[missed - this.firstSeq]?.arrived(member, us)
    if (seq > this.lastSeq[member]!) this.lastSeq[member] = seq
  }

  /** Whether every update sent in [fromUs, toUs) is in a tick that all members hold. */
  isComplete(fromUs: number, toUs: number): boolean {
    let complete = true
    this.updates.between(fromUs, toUs, (_, seq) => {
      if (seq === 0 || this.ticks[seq - this.firstSeq]?.holders !== this.members) complete = false
    })
    return complete
  }

  deliveries(fromUs: number, toUs: number): Deliveries {
    const latency = new Histogram()
    let updates = 0
    this.updates.between(fromUs, toUs, (sentUs, seq) => {
      updates++
      const arrivals = seq === 0 ? undefined : this.ticks[seq - this.firstSeq]?.arrivalsUs
      if (!arrivals) return
      for (let member = 0; member < arrivals.length; member++)
        if (arrivals[member] !== 0) latency.add(arrivals[member]! - sentUs)
    })
    const pairs = updates * this.members
    return { updates, pairs, delivered: latency.count, lost: pairs - latency.count, latency }
  }

  /** Of the ticks that first arrived in [fromUs, toUs). */
  figures(fromUs: number, toUs: number): TickFigures {
    const [gap, durableLag] = [new Histogram(), new Histogram()]
    let [count, bytes, firstUs, lastUs] = [0, 0, 0, 0]
    for (const record of this.ticks) {
      if (!record || record.firstUs < fromUs || record.firstUs >= toUs) continue
      if (count++ === 0) firstUs = record.firstUs
      else gap.add(record.firstUs - lastUs)
      lastUs = record.firstUs
      bytes += record.frameBytes
      if (record.durableUs !== 0) durableLag.add(record.durableUs - record.firstUs)
    }
    return {
      perSecond: count / ((toUs - fromUs) / 1e6),
      meanIntervalMs: (lastUs - firstUs) / Math.max(1, count - 1) / 1000,
      meanFrameBytes: bytes / Math.max(1, count),
      gap,
      durableLag,
    }
  }
}
