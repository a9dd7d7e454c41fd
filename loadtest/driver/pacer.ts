import { Histogram } from './histogram.ts'

/**
 * Sends at a steady total rate: every writer once per period, each at its own phase of it. It is to be turned
 * as often as possible; what became due since the last turn is sent at once, and how late that is gets
 * counted.
 */
export class Pacer {
  readonly lateness = new Histogram()
  private sent = 0
  private nextUs: number
  private stopUs = Infinity
  private readonly startUs: number
  private readonly periodUs: number
  private readonly phases: readonly { readonly writer: number; readonly us: number }[]
  private readonly send: (writer: number, batch: number) => void

  constructor(
    writers: number,
    perSecond: number,
    startUs: number,
    random: () => number,
    send: (writer: number, batch: number) => void,
  ) {
    this.startUs = startUs
    this.periodUs = (writers / perSecond) * 1e6
    this.send = send
    this.phases = Array.from({ length: writers }, (_, writer) => ({
      writer,
      us: random() * this.periodUs,
    })).sort((a, b) => a.us - b.us)
    this.nextUs = startUs + this.phases[0]!.us
  }

  /** Sends that a writer makes within `seconds` at most, which a busy machine makes longer than planned. */
  static batchesFor(writers: number, perSecond: number, seconds: number): number {
    return Math.ceil(((seconds + overrunSeconds) * perSecond) / writers) + 1
  }

  stopAt(us: number): void {
    this.stopUs = us
  }

  turn(nowUs: number): void {
    while (this.nextUs <= nowUs && this.nextUs < this.stopUs) {
      this.lateness.add(Math.round(nowUs - this.nextUs))
      const round = Math.floor(this.sent / this.phases.length)
      this.send(this.phases[this.sent % this.phases.length]!.writer, round + 1)
      this.sent++
      const next = this.phases[this.sent % this.phases.length]!
      this.nextUs = this.startUs + Math.floor(this.sent / this.phases.length) * this.periodUs + next.us
    }
  }
}

/** A driver whose timers are later than this has failed. */
const overrunSeconds = 2
