import type { Counters } from './counters.ts'
import type { Clock, Socket } from './ports.ts'
import { roomLimits } from './room-limits.ts'

type Joiner = Pick<Socket, 'bufferedBytes' | 'close'>

/** A room that somebody waits to be brought up to date in: it must not leave memory meanwhile. */
export interface Awaited {
  awaited: number
}

/**
 * Paces what brings joiners up to date. What a socket cannot take at once the transport copies and keeps for it, a whole
 * document for each; so beyond a budget of such bytes, for the whole process, joiners wait until others have read. First
 * come, first served; who needs little never waits. Who reads too slowly while others wait has to come again.
 */
export class JoinQueue {
  /** Bytes that the transport holds for members who are being brought up to date. */
  undrainedBytes = 0
  private readonly reading = new Map<Joiner, Reading>()
  private readonly waiting = new Map<Joiner, { readonly room: Awaited; readonly enter: () => void }>()
  private nextAsked = false
  private readonly clock: Clock
  private readonly counters: Counters
  private readonly report: (message: string, error: unknown) => void

  constructor({ clock, counters, report }: QueueContext) {
    this.clock = clock
    this.counters = counters
    this.report = report
  }

  get waitingCount(): number {
    return this.waiting.size
  }

  /**
   * Calls `enter` now or when it is the joiner's turn, unless it has left by then; `sent` is to be called from there.
   *
   * @param bytes how much it will be sent; asked only where that matters.
   */
  ask(joiner: Joiner, room: Awaited, bytes: () => number, enter: () => void): void {
    if ((this.hasBudget && this.waiting.size === 0) || bytes() <= roomLimits.smallJoinBytes) {
      enter()
      return
    }
    this.forget(joiner)
    this.counters.joinsDelayed++
    room.awaited++
    this.waiting.set(joiner, { room, enter })
  }

  /** The joiner was sent what it needs; what of it was not taken at once counts until it is. */
  sent(joiner: Joiner): void {
    const bytes = joiner.bufferedBytes()
    const nowMs = this.clock.now()
    this.count(joiner, bytes, { bytes, sentBytes: bytes, sentMs: nowMs, readMs: nowMs })
  }

  drained(joiner: Joiner): void {
    const before = this.reading.get(joiner)
    if (!before) return
    const bytes = joiner.bufferedBytes()
    const readMs = bytes < before.bytes ? this.clock.now() : before.readMs
    this.count(joiner, bytes, { ...before, bytes, readMs })
    this.letIn()
  }

  /** The socket is gone. */
  left(joiner: Joiner): void {
    this.forget(joiner)
    if (this.reading.has(joiner)) this.count(joiner, 0)
    this.letIn()
  }

  /** Called about once a second: nobody waits long for somebody who does not read. */
  sweep(nowMs: number): void {
    if (this.waiting.size === 0) return
    for (const [joiner, { sentBytes, sentMs, readMs }] of this.reading) {
      const patienceMs = roomLimits.joinStallMs + (sentBytes / roomLimits.slowestReadBytesPerSecond) * 1000
      if (nowMs - readMs > roomLimits.joinStallMs || nowMs - sentMs > patienceMs)
        joiner.close('slow-consumer', 'others wait to join')
    }
  }

  private get hasBudget(): boolean {
    return this.undrainedBytes < roomLimits.joinBudgetBytes
  }

  private count(joiner: Joiner, bytes: number, reading?: Reading): void {
    this.undrainedBytes -= this.reading.get(joiner)?.bytes ?? 0
    // The rest is no more than what any member may have waiting.
    if (bytes > roomLimits.drainedBytes && reading) {
      this.undrainedBytes += bytes
      this.reading.set(joiner, reading)
    } else this.reading.delete(joiner)
  }

  private forget(joiner: Joiner): void {
    const waiter = this.waiting.get(joiner)
    if (!waiter) return
    this.waiting.delete(joiner)
    waiter.room.awaited--
  }

  /** At the turn's end: the transport calls while it is busy with one socket, and another one is written to then. */
  private letIn(): void {
    if (this.nextAsked || this.waiting.size === 0 || !this.hasBudget) return
    this.nextAsked = true
    this.clock.soon(() => {
      this.nextAsked = false
      for (const [joiner, { enter }] of this.waiting) {
        if (!this.hasBudget) return
        this.forget(joiner)
        try {
          enter()
        } catch (error) {
          this.report('a join failed', error)
          joiner.close('internal')
        }
      }
    })
  }
}

interface QueueContext {
  readonly clock: Clock
  readonly counters: Counters
  readonly report: (message: string, error: unknown) => void
}

interface Reading {
  /** What it has not taken yet, and what that was at first. */
  readonly bytes: number
  readonly sentBytes: number
  readonly sentMs: number
  /** When it was last seen to take some. */
  readonly readMs: number
}
