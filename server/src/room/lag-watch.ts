import type { Counters } from './counters.ts'
import type { Document } from './document.ts'
import type { EventLog } from './event-log.ts'
import type { Member } from './member.ts'
import { roomLimits } from './room-limits.ts'
import type { Roster } from './roster.ts'

/**
 * Slow members (DESIGN §6): beyond the soft limit a member is no longer published to, what it misses is counted by
 * sequence arithmetic, and when its socket has drained it gets one diff and rejoins the publishes. Others never notice.
 */
export class LagWatch {
  private publishedBytes = 0
  private readonly lagging = new Set<Member>()
  private readonly room: Watched
  private readonly counters: Counters

  constructor(room: Watched, counters: Counters) {
    this.room = room
    this.counters = counters
  }

  /** Looking at every member's buffer costs a call each, so it is done once per so many published bytes. */
  published(bytes: number): void {
    this.publishedBytes += bytes + frameOverheadBytes
    if (this.publishedBytes < roomLimits.lagSweepBytes) return
    this.publishedBytes = 0
    this.look()
  }

  sweep(now: number): void {
    this.look(now)
    for (const member of this.lagging) {
      const lag = member.lag
      if (!lag) continue
      if (lag.sinceMs === unknownStart) member.lag = { ...lag, sinceMs: now }
      else if (now - lag.sinceMs > roomLimits.lagDeadlineMs) member.peer.close('slow-consumer')
    }
  }

  drained(member: Member): void {
    const { lag } = member
    if (!lag || !this.room.roster.has(member) || member.peer.bufferedBytes() > roomLimits.drainedBytes) return
    this.counters.framesSkipped += member.audience.frames - lag.frames
    this.counters.resyncs++
    this.settle(member)
    member.lag = undefined
    member.audience.size++
    const { ackedBatch, ackedSeq } = member
    member.peer.resync({ stateVector: lag.stateVector, eventSeq: lag.eventSeq, ackedBatch, ackedSeq })
    member.peer.subscribe()
  }

  /** The member left the room, lagging or not: what it was spared until then nobody makes up for. */
  left(member: Member): void {
    if (member.lag) this.counters.framesForgone += member.audience.frames - member.lag.frames
    this.settle(member)
  }

  private settle(member: Member): void {
    if (!this.lagging.delete(member)) return
    member.audience.lagging--
    this.counters.lagging--
  }

  private look(now?: number): void {
    for (const member of this.room.roster.all()) {
      if (member.lag || member.peer.bufferedBytes() <= roomLimits.softBufferedBytes) continue
      member.peer.unsubscribe()
      member.audience.size--
      member.audience.lagging++
      member.lag = {
        sinceMs: now ?? unknownStart,
        frames: member.audience.frames,
        eventSeq: this.room.events.seq,
        stateVector: this.room.document.stateVector(),
      }
      this.lagging.add(member)
      this.counters.lagging++
    }
  }
}

interface Watched {
  readonly roster: Roster
  readonly events: EventLog
  readonly document: Document
}

/** A lag that began between two sweeps starts its deadline at the next one, a second late at most. */
const unknownStart = -1
/** Roughly what a frame weighs besides its update: head, live entries, WebSocket framing. */
const frameOverheadBytes = 64
