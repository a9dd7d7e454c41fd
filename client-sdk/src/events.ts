import type { Json } from './json.ts'
import { Listeners } from './listeners.ts'
import { packValue, unpackValue } from './packing.ts'
import { nobody, type EventEntry } from './protocol/event-entry.ts'
import { encodeEvent } from './protocol/event.ts'
import { limits } from './protocol/limits.ts'

/** One event of the room, as every subscriber gets it: in order, exactly once. */
export interface RoomEvent {
  /** The room's event counter, from 1. */
  readonly seq: number
  readonly type: string
  readonly payload: Json
  /** The author's member index when it was sent, if that was a member. */
  readonly member: number | undefined
}

/** How an event is sent. */
export interface SendOptions {
  /** Sending the same key again, even from another session, publishes nothing new while the first is in the room's history. At most 64 UTF-8 bytes. */
  readonly idempotencyKey?: string
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
  private readonly unanswered = new Map<number, Unanswered>()
  private readonly listeners = new Listeners<[RoomEvent]>()
  private readonly missedListeners = new Listeners<[]>()
  private readonly sendFrame: (frame: Uint8Array<ArrayBuffer>) => void
  private readonly sessionId: string

  /** @param sessionId makes keys of our own that no other session uses. */
  constructor(send: (frame: Uint8Array<ArrayBuffer>) => void, sessionId: string) {
    this.sendFrame = send
    this.sessionId = sessionId
  }

  /**
   * Publishes an event to everybody in the room, this client included. Waits for a connection if there is none.
   * @returns its seq. @throws Error when it is too large (64 KiB) or the room is closed first.
   * @example await room.events.send('deploy.step', { name: 'migrate', done: true })
   */
  send(type: string, payload: Json = null, options: SendOptions = {}): Promise<{ readonly seq: number }> {
    const ref = ++this.lastRef
    const key = new TextEncoder().encode(options.idempotencyKey ?? `${this.sessionId}:${ref}`)
    if (key.length === 0 || key.length > limits.maxEventKeyBytes)
      return Promise.reject(new RangeError(`an idempotency key has 1 to ${limits.maxEventKeyBytes} bytes`))
    const frame = encodeEvent(ref, key, packValue([type, payload]))
    return new Promise((resolve, reject) => {
      this.unanswered.set(ref, { frame, resolve, reject })
      this.sendFrame(frame)
    })
  }

  /** Calls back for every event from now on; after a reconnect also for those missed, as long as the room remembers all of them. */
  subscribe(listener: (event: RoomEvent) => void): () => void {
    return this.listeners.add(listener)
  }

  /** Calls back when events were missed that the room no longer remembers: never silently, never a part of them. */
  onMissed(listener: () => void): () => void {
    return this.missedListeners.add(listener)
  }

  /** The SDK's own call: events in order. */
  deliver(entries: readonly EventEntry[]): void {
    for (const { seq, member, body } of entries) {
      // A replay may overlap with what had already arrived.
      if (seq <= this.seq) continue
      if (seq > this.seq + 1) this.missedListeners.tell()
      this.seq = seq
      const event = unpackValue(body)
      if (!Array.isArray(event) || typeof event[0] !== 'string') continue
      const payload = (event[1] ?? null) as Json
      this.listeners.tell({ seq, type: event[0], payload, member: member === nobody ? undefined : member })
    }
  }

  /** The SDK's own call: the room starts over at `seq` as far as we are concerned. */
  restart(seq: number, isMissed: boolean): void {
    this.seq = seq
    if (isMissed) this.missedListeners.tell()
  }

  /** The SDK's own call: a new socket; the keys make sending again harmless. */
  resend(): void {
    for (const { frame } of this.unanswered.values()) this.sendFrame(frame)
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
    for (const { reject } of this.unanswered.values()) reject(error)
    this.unanswered.clear()
  }
}
