/** What a room knows about its own connection; the same figures that the load tests report. */
export interface RoomStats {
  /** P95 of the last 128 pings, in milliseconds; NaN before the first. */
  readonly rttP95: number
  /** P95 of the last 128 own edits, from sending to the ack of the tick that holds them, in milliseconds; NaN before the first. */
  readonly editP95: number
  /** The room's current tick interval, in milliseconds. */
  readonly tickMs: number
  /** Ticks received per second, over the last seconds. */
  readonly ticksPerSecond: number
  /** Members in the room, this one included. */
  readonly members: number
  /** The newest tick. */
  readonly seq: number
  /** Ticks that were lost on the way; each was healed by a new sync. */
  readonly gaps: number
  readonly inBytesPerSecond: number
  readonly outBytesPerSecond: number
}

/** A rate over the time between two looks that lie at least a second apart. */
export class Rate {
  private lastCount = 0
  private lastMs: number
  private rate = 0

  constructor(nowMs: number) {
    this.lastMs = nowMs
  }

  /** @returns counts per second. */
  look(count: number, nowMs: number): number {
    const elapsedMs = nowMs - this.lastMs
    if (elapsedMs >= 1_000) {
      this.rate = ((count - this.lastCount) * 1_000) / elapsedMs
      this.lastCount = count
      this.lastMs = nowMs
    }
    return this.rate
  }
}
