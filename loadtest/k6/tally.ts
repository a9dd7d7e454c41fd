import { laneBits } from '../../client-sdk/src/protocol/tick.ts'
import { LatencyHistogram } from '../scenario/latency-histogram.ts'
import type { VuCounts } from '../scenario/vu-message.ts'

/** What one virtual user counts. Counters go on; histograms are those of the present second. */
export class Tally {
  frames = 0
  bytes = 0
  ticks = 0
  documentTicks = 0
  eventTicks = 0
  events = 0
  liveFrames = 0
  gaps = 0
  eventGaps = 0
  resyncs = 0
  sent = 0
  sentBytes = 0
  updatesSent = 0
  cursorsSent = 0
  eventsSent = 0
  joins = 0
  failedJoins = 0
  reconnects = 0
  errors = 0
  badCloses = 0
  private tickMsLeast = Infinity
  private tickMsMost = 0
  readonly edit = new LatencyHistogram()
  readonly cursor = new LatencyHistogram()
  readonly event = new LatencyHistogram()
  readonly join = new LatencyHistogram()
  readonly lag = new LatencyHistogram()
  /** A few durations of each kind, for k6's own trends, which keep every sample that they are given. */
  readonly samples: { readonly name: 'edit' | 'cursor' | 'event' | 'join' | 'lag'; readonly ms: number }[] =
    []

  ticked(lanes: number, tickMs: number): void {
    this.ticks++
    if ((lanes & laneBits.document) !== 0) this.documentTicks++
    if ((lanes & laneBits.event) !== 0) this.eventTicks++
    if (tickMs < this.tickMsLeast) this.tickMsLeast = tickMs
    if (tickMs > this.tickMsMost) this.tickMsMost = tickMs
  }

  /** A frame that k6 read at `atMs` is being handled now; one in sixteen is looked at. */
  lagged(atMs: number): void {
    if (this.frames % 16 === 0) this.took('lag', Date.now() - atMs)
  }

  joinTook(ms: number): void {
    this.took('join', ms)
  }

  took(name: 'edit' | 'cursor' | 'event' | 'join' | 'lag', ms: number): void {
    const histogram = this[name]
    histogram.add(ms)
    if (histogram.count % sampled === 1 || name === 'join') this.samples.push({ name, ms })
  }

  /** Forgets the second that is over. */
  restart(): void {
    for (const histogram of [this.edit, this.cursor, this.event, this.join, this.lag]) histogram.restart()
    this.samples.length = 0
    this.tickMsLeast = Infinity
    this.tickMsMost = 0
  }

  counts(): VuCounts {
    return {
      frames: this.frames,
      bytes: this.bytes,
      ticks: this.ticks,
      documentTicks: this.documentTicks,
      eventTicks: this.eventTicks,
      events: this.events,
      liveFrames: this.liveFrames,
      gaps: this.gaps,
      eventGaps: this.eventGaps,
      resyncs: this.resyncs,
      sent: this.sent,
      sentBytes: this.sentBytes,
      updatesSent: this.updatesSent,
      cursorsSent: this.cursorsSent,
      eventsSent: this.eventsSent,
      joins: this.joins,
      failedJoins: this.failedJoins,
      reconnects: this.reconnects,
      errors: this.errors,
      badCloses: this.badCloses,
      tickMsLeast: this.tickMsLeast === Infinity ? 0 : this.tickMsLeast,
      tickMsMost: this.tickMsMost,
    }
  }
}

/** k6 keeps one duration in so many. */
const sampled = 32
