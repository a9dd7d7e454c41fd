import type { LoadOptions } from '../scenario/load-options.ts'

/** When what happens in a cell; times are milliseconds since the epoch. */
export class Timeline {
  /** All sockets have been opened. */
  readonly joinedMs: number
  /** The load begins. */
  readonly loadMs: number
  readonly measuredFromMs: number
  readonly measuredToMs: number
  /** The load ends. */
  readonly endMs: number
  /** How long after its end the last answers are waited for. */
  readonly settleMs = 2_000

  constructor(startMs: number, options: LoadOptions) {
    this.joinedMs = startMs + options.joinSeconds * 1_000
    this.loadMs = this.joinedMs + 1_000
    this.measuredFromMs = this.loadMs + options.warmUpSeconds * 1_000
    this.measuredToMs = this.measuredFromMs + options.holdSeconds * 1_000
    this.endMs = this.measuredToMs + tailMs
  }

  isMeasured(nowMs: number): boolean {
    return nowMs > this.measuredFromMs && nowMs <= this.measuredToMs
  }

  /** How long a cell takes, leaving included, in seconds. */
  static secondsOf(options: LoadOptions): number {
    const { endMs, settleMs } = new Timeline(0, options)
    return Math.ceil((endMs + settleMs) / 1_000) + leaveSeconds
  }
}

/** The load goes on a little beyond the window, so that its end is as busy as its middle. */
const tailMs = 500
/** For the barrier, the server's counters and the closing of all sockets. */
const leaveSeconds = 8
