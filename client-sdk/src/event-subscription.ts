import { Listeners } from './listeners.ts'
import type { EventPosition, Recovery, RoomEvent } from './room-event.ts'

/** One subscriber to the events. Whoever asks for a replay gets it first, and what happens meanwhile waits behind it. */
export class EventSubscription {
  /** Where the replay starts that has not been answered yet. */
  since: EventPosition | undefined
  private waiting: RoomEvent[] = []
  /** The newest event that the replay brought. */
  private through = 0
  private readonly listeners = new Listeners<[RoomEvent]>()
  private readonly replayListeners = new Listeners<[Recovery]>()

  constructor(
    listener: (event: RoomEvent) => void,
    since: EventPosition | undefined,
    onReplay: ((recovery: Recovery) => void) | undefined,
  ) {
    this.since = since
    this.listeners.add(listener)
    if (onReplay) this.replayListeners.add(onReplay)
  }

  /** An event that has just happened. */
  deliver(event: RoomEvent): void {
    if (this.since) this.waiting.push(event)
    else if (event.seq > this.through) this.listeners.tell(event)
  }

  /** The answer: all events after the position, or none. */
  replayed(recovery: Recovery, events: readonly RoomEvent[]): void {
    const { since, waiting } = this
    if (!since) return
    this.since = undefined
    this.waiting = []
    this.replayListeners.tell(recovery)
    for (const event of events) this.listeners.tell(event)
    // A tick may have brought some of them already, or bring them next.
    this.through = recovery.recovered ? (events.at(-1)?.seq ?? since.seq) : 0
    for (const event of waiting) this.deliver(event)
  }

  /** The room counts its events anew. */
  restarted(): void {
    this.through = 0
  }
}
