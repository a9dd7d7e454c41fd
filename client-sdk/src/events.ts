import type { Json } from './json.ts'
import { EventSubscription } from './event-subscription.ts'
import { Listeners } from './listeners.ts'
import { packValue, unpackValue } from './packing.ts'
import { nobody, type EventEntry } from './protocol/event-entry.ts'
import { encodeEvent } from './protocol/event.ts'
import type { History } from './protocol/history.ts'
import { limits } from './protocol/limits.ts'
import { encodeReplay } from './protocol/replay.ts'
import type { Welcome } from './protocol/welcome.ts'
import type { EventPosition, Recovery, RoomEvent } from './room-event.ts'

/** How an event is sent. */
export interface SendOptions {
  /** Sending the same key again, even from another session, publishes nothing new while the first is in the room's history. At most 64 UTF-8 bytes. */
  readonly idempotencyKey?: string
}

/** Where a subscription starts. */
export interface SubscribeOptions {
  /** Where to start, e.g. the `events.position` that an earlier page kept. Default: with the next event. */
  readonly since?: EventPosition
  /** Told once, before the first event: whether everything since that position comes, or none of it because the room has forgotten some. */
  readonly onReplay?: (recovery: Recovery) => void
}

interface Unanswered {
  readonly frame: Uint8Array<ArrayBuffer>
  readonly resolve: (sent: { readonly seq: number }) => void
  readonly reject: (error: Error) => void
}

/** The room's event lane: what applications tell each other besides the document. */
export class Events {
  /** The newest event that was delivered here, in the room's current epoch. */
  seq = 0
  private lastRef = 0
  private closedBy: Error | undefined
  private readonly unanswered = new Map<number, Unanswered>()
  private epoch = 0
  /** By the ref of their replay. */
  private readonly subscriptions = new Map<number, EventSubscription>()
  private readonly missedListeners = new Listeners<[]>()
  private readonly resumeListeners = new Listeners<[Recovery]>()
  private readonly sendFrame: (frame: Uint8Array<ArrayBuffer>) => void
  private readonly sessionId: string

  /** @param sessionId makes keys of our own that no other session uses. */
  constructor(send: (frame: Uint8Array<ArrayBuffer>) => void, sessionId: string) {
    this.sendFrame = send
    this.sessionId = sessionId
  }

  /**
   * Publishes an event to everybody in the room, this client included. Waits for a connection if there is none.
   * @returns its seq. @throws Error when it is too large (64 KiB), RoomClosedError when the room is closed first.
   * @example await room.events.send('deploy.step', { name: 'migrate', done: true })
   */
  send(type: string, payload: Json = null, options: SendOptions = {}): Promise<{ readonly seq: number }> {
    const ref = ++this.lastRef
    const key = new TextEncoder().encode(options.idempotencyKey ?? `${this.sessionId}:${ref}`)
    if (key.length === 0 || key.length > limits.maxEventKeyBytes)
      return Promise.reject(new RangeError(`an idempotency key has 1 to ${limits.maxEventKeyBytes} bytes`))
    if (this.closedBy) return Promise.reject(this.closedBy)
    const frame = encodeEvent(ref, key, packValue([type, payload]))
    return new Promise((resolve, reject) => {
      this.unanswered.set(ref, { frame, resolve, reject })
      this.sendFrame(frame)
    })
  }

  /** The newest event that was delivered here. Keep it to go on from there later, with `subscribe`'s `since`. */
  get position(): EventPosition {
    return { epoch: this.epoch, seq: this.seq }
  }

  /**
   * Calls back for every event from now on; after a reconnect also for those missed, as long as the room remembers all of
   * them. With `since`, first for every event after that position: in order, none twice, none left out; `onReplay` is told
   * whether the room still had them, and if not, only new ones come.
   * @throws RangeError for a position that cannot be one.
   * @example
   * room.events.subscribe(show, { since: saved, onReplay: ({ recovered }) => recovered || reloadEverything() })
   */
  subscribe(listener: (event: RoomEvent) => void, options: SubscribeOptions = {}): () => void {
    const { since, onReplay } = options
    if (since && !(isCount(since.epoch) && isCount(since.seq)))
      throw new RangeError('a position has an epoch and a seq, both whole numbers of 32 bits')
    const ref = ++this.lastRef
    const subscription = new EventSubscription(listener, since, onReplay)
    this.subscriptions.set(ref, subscription)
    if (since) this.sendFrame(encodeReplay(ref, since.epoch, since.seq))
    return () => void this.subscriptions.delete(ref)
  }

  /** Calls back when events were missed that the room no longer remembers: never silently, never a part of them. */
  onMissed(listener: () => void): () => void {
    return this.missedListeners.add(listener)
  }

  /**
   * Calls back after every reconnect: whether all events that were missed come now. If not, `onMissed` is told too. What
   * else may be lost while away is not: the document merges, and unanswered events are sent again.
   */
  onResume(listener: (recovery: Recovery) => void): () => void {
    return this.resumeListeners.add(listener)
  }

  /** The SDK's own call: events in order. */
  deliver(entries: readonly EventEntry[]): void {
    for (const entry of entries) {
      // A replay may overlap with what had already arrived.
      if (entry.seq <= this.seq) continue
      if (entry.seq > this.seq + 1) this.missedListeners.tell()
      this.seq = entry.seq
      const event = eventOf(entry)
      if (event) for (const subscription of [...this.subscriptions.values()]) subscription.deliver(event)
    }
  }

  /** The SDK's own call: the answer to a replay. */
  replayed({ ref, recovered, events }: History): void {
    this.subscriptions.get(ref)?.replayed(
      { recovered },
      events.flatMap((entry) => eventOf(entry) ?? []),
    )
  }

  /** The SDK's own call: a socket is welcome. */
  welcomed(welcome: Pick<Welcome, 'epoch' | 'eventSeq' | 'eventsRecovered'>): void {
    const isFirst = this.epoch === 0
    if (this.epoch !== welcome.epoch) for (const each of this.subscriptions.values()) each.restarted()
    this.epoch = welcome.epoch
    const { eventsRecovered: recovered } = welcome
    if (!recovered) this.seq = welcome.eventSeq
    if (isFirst) return
    this.resumeListeners.tell({ recovered })
    if (!recovered) this.missedListeners.tell()
  }

  /** The SDK's own call: a new socket; the keys make sending again harmless. */
  resend(): void {
    for (const { frame } of this.unanswered.values()) this.sendFrame(frame)
    for (const [ref, { since }] of this.subscriptions)
      if (since) this.sendFrame(encodeReplay(ref, since.epoch, since.seq))
  }

  /** The SDK's own call. */
  answered(ref: number, answer: { readonly seq: number } | Error): void {
    const waiting = this.unanswered.get(ref)
    this.unanswered.delete(ref)
    if (answer instanceof Error) waiting?.reject(answer)
    else waiting?.resolve(answer)
  }

  /** The SDK's own call: nothing will be answered any more. */
  close(error: Error): void {
    this.closedBy = error
    for (const { reject } of this.unanswered.values()) reject(error)
    this.unanswered.clear()
  }
}

/** @returns undefined for what is no event of this SDK's: it has its place in the order, and nobody hears of it. */
function eventOf({ seq, member, body }: EventEntry): RoomEvent | undefined {
  const event = unpackValue(body)
  if (!Array.isArray(event) || typeof event[0] !== 'string') return undefined
  const payload = (event[1] ?? null) as Json
  return { seq, type: event[0], payload, member: member === nobody ? undefined : member }
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < 2 ** 32
}
