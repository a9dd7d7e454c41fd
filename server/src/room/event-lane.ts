import type { EventEntry } from '@coplane/client/protocol/event-entry'
import type { Counters } from './counters.ts'
import { EventLog } from './event-log.ts'

/** The event lane of one room: what happened since the last tick, and what can be told again. */
export class EventLane {
  readonly log = new EventLog()
  private fresh: EventEntry[] = []
  private readonly epoch: number
  private readonly counters: Counters

  constructor(epoch: number, counters: Counters) {
    this.epoch = epoch
    this.counters = counters
  }

  /** @returns the event's seq, and whether it is new: a key that is known yields the first event's. */
  receive(key: string, member: number, body: Uint8Array): { readonly seq: number; readonly isNew: boolean } {
    const { seq, fresh } = this.log.publish(key, member, body)
    if (fresh) {
      this.counters.eventsPublished++
      this.fresh.push(fresh)
    } else this.counters.eventsDeduplicated++
    return { seq, isNew: fresh !== undefined }
  }

  /** Hands over what is new since the last tick. */
  take(): readonly EventEntry[] {
    const { fresh } = this
    if (fresh.length > 0) this.fresh = []
    return fresh
  }

  /** @returns every event after `seq` of that epoch, or undefined when they cannot all be told. */
  replay(epoch: number, seq: number): EventEntry[] | undefined {
    return epoch === this.epoch ? this.log.since(seq) : undefined
  }

  /** The same for a member that comes back. */
  resume(epoch: number, seq: number): EventEntry[] | undefined {
    const missed = this.replay(epoch, seq)
    if (missed) this.counters.recoveries++
    else if (epoch !== 0) this.counters.recoveriesMissed++
    return missed
  }
}
