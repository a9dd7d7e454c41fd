import type { Counters } from './counters.ts'
import type { Clock } from './ports.ts'
import type { TickInterval } from './tick-interval.ts'

/** A room as the ticker sees it. */
export interface Ticking {
  /** Subscribed members: the sends that one flush costs. */
  readonly deliveries: number
  /** @returns what of the time until the call's end went into how many sends of its own. */
  flush(tickMs: number): Flushed
}

/** What one flush cost the transport: messages sent or published to members, and the time that sending itself took. */
export interface Flushed {
  readonly sends: number
  readonly sendMs: number
}

/**
 * The one ticker of the process. A room that changes after a quiet spell is flushed at the end of the loop turn;
 * after that at most once per interval. There are no timers per room.
 */
export class Ticker {
  private readonly dueAt = new Map<Ticking, number>()
  /** When each recently active room flushed last. */
  private readonly flushedAt = new Map<Ticking, number>()
  private countedMembers = 0
  private cancelTimer: (() => void) | undefined
  private timerAt = Infinity
  private soonAsked = false
  private readonly clock: Clock
  private readonly interval: TickInterval
  private readonly counters: Counters

  constructor(clock: Clock, interval: TickInterval, counters: Counters) {
    this.clock = clock
    this.interval = interval
    this.counters = counters
  }

  /** Members of all rooms that flushed within the last second or so. */
  get activeMembers(): number {
    return this.countedMembers
  }

  get tickMs(): number {
    return this.interval.forLoad(this.countedMembers)
  }

  /** The room has something to flush, which may wait until `notBeforeMs`. */
  mark(room: Ticking, notBeforeMs = -Infinity): void {
    const known = this.dueAt.get(room)
    const earliest = Math.max(notBeforeMs, (this.flushedAt.get(room) ?? -Infinity) + this.tickMs)
    if (known !== undefined && known <= earliest) return
    const now = this.clock.now()
    const dueAt = Math.max(now, earliest)
    if (known !== undefined && known <= dueAt) return
    this.dueAt.set(room, dueAt)
    this.wakeAt(dueAt, now)
  }

  isMarked(room: Ticking): boolean {
    return this.dueAt.has(room)
  }

  /** Flushes a room now if it waits to be, for a drain or a close. */
  flushNow(room: Ticking): void {
    if (this.dueAt.delete(room)) room.flush(this.tickMs)
  }

  /** Called about once a second: rooms that have gone quiet stop counting as load. */
  sweep(): void {
    const before = this.clock.now() - activeForMs
    let members = 0
    for (const [room, at] of this.flushedAt) {
      if (at < before) this.flushedAt.delete(room)
      else members += room.deliveries
    }
    this.countedMembers = members
  }

  forget(room: Ticking): void {
    this.dueAt.delete(room)
    this.flushedAt.delete(room)
  }

  private wakeAt(dueAt: number, now: number): void {
    if (dueAt <= now) {
      if (this.soonAsked) return
      this.soonAsked = true
      this.clock.soon(() => {
        this.soonAsked = false
        this.run()
      })
    } else if (dueAt < this.timerAt) {
      this.cancelTimer?.()
      this.timerAt = dueAt
      this.cancelTimer = this.clock.after(dueAt - now, () => {
        this.timerAt = Infinity
        this.run()
      })
    }
  }

  private run(): void {
    const startMs = this.clock.now()
    const tickMs = this.tickMs
    let sends = 0
    let sendMs = 0
    let earliest = Infinity
    for (const [room, dueAt] of this.dueAt) {
      if (dueAt > startMs + earlyMs) {
        earliest = Math.min(earliest, dueAt)
        continue
      }
      if (startMs > dueAt + tickMs) this.counters.tickOverruns++
      this.dueAt.delete(room)
      if (!this.flushedAt.has(room)) this.countedMembers += room.deliveries
      this.flushedAt.set(room, startMs)
      const flushed = room.flush(tickMs)
      sends += flushed.sends
      sendMs += flushed.sendMs
    }
    if (earliest < Infinity) this.wakeAt(earliest, startMs)
    if (sends > 0) this.measure(startMs, sends, sendMs)
  }

  /** The transport sends what was published before the next turn's end, so the time until then is what it cost, besides what was sent at once. */
  private measure(startMs: number, sends: number, sendMs: number): void {
    const flushedMs = this.clock.now()
    this.counters.tickSeconds.observe((flushedMs - startMs) / 1000)
    this.clock.soon(() => this.interval.observe(sends, sendMs + this.clock.now() - flushedMs))
  }
}

/** A timer may fire a little before a due time that lies between two of its milliseconds. */
const earlyMs = 0.5
const activeForMs = 1_000
