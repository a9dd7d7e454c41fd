import type { FixedPoint } from '@coplane/client/protocol/cursor'
import type { GestureMove } from '@coplane/client/protocol/gesture-move'
import type { View } from '@coplane/client/protocol/view'
import type { Audience } from './audience.ts'
import type { Counters } from './counters.ts'
import { Gestures } from './gestures.ts'
import { middleOf } from './interest.ts'
import type { LivePace } from './live-pace.ts'
import type { LiveRound } from './live-round.ts'
import type { Member } from './member.ts'
import type { Clock } from './ports.ts'
import type { Roster } from './roster.ts'
import type { Flushed, Ticker, Ticking } from './ticker.ts'

/** What the live lane needs of its room and process. */
export interface LiveContext {
  readonly clock: Clock
  readonly ticker: Ticker
  readonly livePace: LivePace
  readonly counters: Counters
}

/** The live values of a room: the newest of each are told in rounds, and what was in between is not. */
export class LiveLane {
  readonly gestures = new Gestures()
  private round = 0
  private toldMs = -Infinity
  private flushedMs = -Infinity
  private isPending = false
  private hasMotion = false
  private readonly ticking: Ticking
  private readonly roster: Roster
  private readonly context: LiveContext

  constructor(ticking: Ticking, roster: Roster, context: LiveContext) {
    this.ticking = ticking
    this.roster = roster
    this.context = context
  }

  get liveMs(): number {
    return this.liveMsAt(this.context.ticker.tickMs)
  }

  receiveCursor(member: Member, point: FixedPoint | undefined): void {
    this.roster.move(member, point, this.round + 1)
    this.received()
  }

  /** @param ids opaque, the room's to keep. */
  receiveSelection(member: Member, ids: Uint8Array): void {
    member.selection = ids
    member.selectionRound = this.round + 1
    this.received()
  }

  receiveView(member: Member, view: View): void {
    member.view = view
    member.anchor ??= middleOf(view.rect)
    this.received()
  }

  /** The room answers in a tick, or by `Peer.refused`. */
  beginGesture(member: Member, ref: number, nodes: readonly string[]): void {
    this.context.counters.gesturesBegun++
    this.gestures.begin(member, ref, nodes, this.context.clock.now())
    this.takeAlong()
  }

  moveGesture(member: Member, move: GestureMove): void {
    this.gestures.move(member, move, this.round + 1, this.context.clock.now())
    this.received()
  }

  /** @param batch the batch whose tick ends it, or 0 for the next tick. */
  endGesture(member: Member, ref: number, batch: number): void {
    this.gestures.finish(member, ref, batch)
    this.takeAlong()
  }

  left(member: Member): void {
    this.gestures.left(member)
  }

  /** There is something to tell in the next round, which may be a while away, and for this alone not before `notBeforeMs`. */
  touch(notBeforeMs = -Infinity): void {
    this.isPending = true
    this.context.ticker.mark(this.ticking, Math.max(notBeforeMs, this.toldMs + this.liveMs))
  }

  /** There is something to tell that is not worth a tick of its own: it waits for the next one, as long as for a round. */
  takeAlong(notBeforeMs = -Infinity): void {
    this.context.ticker.mark(this.ticking, Math.max(notBeforeMs, this.flushedMs + this.liveMs))
  }

  /** Called about once a second. */
  sweep(now: number): void {
    if (this.gestures.expire(now)) this.takeAlong()
  }

  /** Whether this flush is to tell it. A round that is nearly due joins a tick that goes out anyway: one write for both. */
  isDue(tickMs: number): boolean {
    const { clock, ticker } = this.context
    this.flushedMs = clock.now()
    if (!this.isPending) return false
    const dueMs = this.toldMs + this.liveMsAt(tickMs)
    if (this.flushedMs >= dueMs - tickMs / 2) return true
    ticker.mark(this.ticking, dueMs)
    return false
  }

  publish(audiences: Iterable<Audience>): Flushed {
    const startMs = this.context.clock.now()
    this.isPending = false
    this.toldMs = startMs
    const round: LiveRound = {
      number: ++this.round,
      nowMs: startMs,
      liveMs: this.liveMs,
      hasMotion: this.hasMotion,
      roster: this.roster,
      gestures: [...this.gestures.all()],
    }
    this.hasMotion = false
    let sends = 0
    for (const audience of audiences) {
      if (audience.size === 0) continue
      const told = audience.publishLive(round)
      sends += told.sends
      if (told.owes) this.touch()
    }
    const sendMs = this.context.clock.now() - startMs
    this.context.livePace.observe(sends, sendMs)
    return { sends, sendMs }
  }

  private liveMsAt(tickMs: number): number {
    const { ticker, livePace } = this.context
    return livePace.msFor(this.roster.size, ticker.activeMembers, tickMs)
  }

  private received(): void {
    this.context.counters.liveReceived++
    this.hasMotion = true
    this.touch()
  }
}
