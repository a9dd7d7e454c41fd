import type { Live } from './live/live.ts'
import type { Session } from './session.ts'

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
  /** How often cursors, views and gestures are sent at most, as the room asks for, in milliseconds. */
  readonly liveMs: number
  /** Frames with the others' cursors, selections and gestures. */
  readonly liveFramesPerSecond: number
  readonly liveBytesPerSecond: number
}

/** Counts since the beginning, of which the stats are rates. */
type Counts = Pick<
  RoomStats,
  'ticksPerSecond' | 'inBytesPerSecond' | 'outBytesPerSecond' | 'liveFramesPerSecond' | 'liveBytesPerSecond'
>

/** Makes stats of what the room counts: rates are over the time between two looks that lie at least a second apart. */
export class Figures {
  private lastCounts: Counts = nothing
  private lastMs: number
  private rates: Counts = nothing

  constructor(nowMs: number) {
    this.lastMs = nowMs
  }

  look(session: Session, live: Live, nowMs: number): RoomStats {
    const { connection } = session
    this.count(
      {
        ticksPerSecond: session.ticks,
        inBytesPerSecond: connection.bytesIn,
        outBytesPerSecond: connection.bytesOut,
        liveFramesPerSecond: live.frames,
        liveBytesPerSecond: live.bytes,
      },
      nowMs,
    )
    return {
      rttP95: session.roundTrips.percentile(0.95),
      editP95: session.edits.roundTrips.percentile(0.95),
      tickMs: session.tickMs,
      members: live.others.size + (connection.isLive ? 1 : 0),
      seq: session.seq,
      gaps: session.gaps,
      liveMs: live.liveMs,
      ...this.rates,
    }
  }

  private count(counts: Counts, nowMs: number): void {
    const elapsedMs = nowMs - this.lastMs
    if (elapsedMs < 1_000) return
    const rates = { ...nothing }
    for (const name of Object.keys(rates) as (keyof Counts)[])
      rates[name] = ((counts[name] - this.lastCounts[name]) * 1_000) / elapsedMs
    this.rates = rates
    this.lastCounts = counts
    this.lastMs = nowMs
  }
}

const nothing = {
  ticksPerSecond: 0,
  inBytesPerSecond: 0,
  outBytesPerSecond: 0,
  liveFramesPerSecond: 0,
  liveBytesPerSecond: 0,
}
