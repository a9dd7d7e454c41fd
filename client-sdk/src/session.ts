import * as Y from 'yjs'
import { Connection, roundTripOf, type ConnectionOwner } from './connection.ts'
import type { ConnectionState } from './connection-state.ts'
import type { Environment } from './environment.ts'
import type { Events } from './events.ts'
import type { Others } from './others.ts'
import { Outbox } from './outbox.ts'
import type { OwnCursor } from './own-cursor.ts'
import type { DownFrame } from './protocol/down.ts'
import { FrameType } from './protocol/frame-type.ts'
import { encodeHello } from './protocol/hello.ts'
import type { Sync } from './protocol/sync.ts'
import type { Tick } from './protocol/tick.ts'
import { encodeUpdate } from './protocol/update.ts'
import type { Welcome } from './protocol/welcome.ts'
import { Samples } from './samples.ts'

/** The parts of a room that the session feeds. */
export interface SessionParts {
  readonly doc: Y.Doc
  readonly others: Others
  readonly events: Events
  readonly cursor: OwnCursor
  /** 16 random bytes. */
  readonly sessionId: Uint8Array
  profile(): Uint8Array
  /** Status, sync or stats changed. */
  changed(): void
  /** The connection's state changed. */
  connectionChanged(state: ConnectionState): void
}

/** One member's stay in a room across its sockets: what the frames mean, and what is not saved yet. */
export class Session implements ConnectionOwner {
  readonly connection: Connection
  readonly outbox = new Outbox((updates) => Y.mergeUpdates(updates))
  readonly roundTrips = new Samples(128)
  readonly editRoundTrips = new Samples(128)
  tickMs = 16
  seq = 0
  durableSeq = 0
  ticks = 0
  /** Ticks that should have come and did not. */
  gaps = 0
  private epoch = 0
  private welcome: Welcome | undefined
  private hasNewEpoch = false
  private parts: { readonly encoding: 1 | 2; readonly updates: readonly Uint8Array[] }[] = []
  private sentMs = -Infinity
  private flushAsked = false
  private readonly room: SessionParts
  private readonly environment: Environment

  constructor(url: string, room: SessionParts, environment: Environment) {
    this.room = room
    this.environment = environment
    this.connection = new Connection(url, this, environment)
    room.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === this) return
      this.outbox.add(update)
      this.askFlush()
      room.changed()
    })
  }

  hello(): Uint8Array<ArrayBuffer> {
    this.parts = []
    this.welcome = undefined
    return encodeHello({
      clientId: this.room.doc.clientID,
      epoch: this.epoch,
      eventSeq: this.room.events.seq,
      session: this.room.sessionId,
      stateVector: Y.encodeStateVector(this.room.doc),
      profile: this.room.profile(),
    })
  }

  receive(frame: DownFrame): ReturnType<ConnectionOwner['receive']> {
    switch (frame.type) {
      case FrameType.welcome:
        this.welcomed(frame)
        return 'ok'
      case FrameType.sync:
        return this.synced(frame)
      case FrameType.tick:
        return this.ticked(frame)
      case FrameType.ack:
        this.acked(frame.batch, frame.seq, frame.durableSeq)
        return 'ok'
      case FrameType.roster:
        this.room.others.replace(frame.members, frame.live)
        return 'ok'
      case FrameType.history:
        this.room.events.deliver(frame.events)
        return 'ok'
      case FrameType.eventAck:
        this.room.events.answered(frame.ref, { seq: frame.seq })
        return 'ok'
      case FrameType.error:
        if (frame.refused === FrameType.event) this.room.events.answered(frame.ref, new Error(frame.message))
        return 'ok'
      case FrameType.pong:
        this.roundTrips.add(roundTripOf(frame, this.environment.now()))
        return 'ok'
      default:
        return frame satisfies never
    }
  }

  /**
   * The room is synced: sends what the server may not have. Within one epoch that is the outbox. In another epoch the
   * server may have lost ticks that were acked but not durable, whoever made them, so it gets all that it lacks.
   */
  resend(): void {
    const { doc, cursor, events } = this.room
    const lacking =
      this.hasNewEpoch && this.welcome ? Y.encodeStateAsUpdate(doc, this.welcome.stateVector) : undefined
    const batch = this.outbox.takeAll(
      this.environment.now(),
      lacking && lacking.length > emptyUpdateBytes ? lacking : undefined,
    )
    if (batch) this.connection.send(encodeUpdate(batch.number, batch.update))
    cursor.resend()
    events.resend()
    this.room.changed()
  }

  changed(state: ConnectionState): void {
    if (state.is !== 'live') this.room.others.clear()
    this.room.connectionChanged(state)
  }

  private welcomed(welcome: Welcome): void {
    this.hasNewEpoch = this.epoch !== 0 && this.epoch !== welcome.epoch
    const isFirst = this.epoch === 0
    this.welcome = welcome
    this.epoch = welcome.epoch
    this.tickMs = welcome.tickMs
    this.seq = welcome.seq
    this.durableSeq = welcome.durableSeq
    this.room.others.self = welcome.member
    if (!welcome.eventsRecovered) this.room.events.restart(welcome.eventSeq, !isFirst)
  }

  /** Parts are applied together with the last one, so that nobody sees half a document. */
  private synced({ last, encoding, updates, seq }: Sync): 'ok' | 'synced' {
    this.parts.push({ encoding, updates })
    if (!last) return 'ok'
    const parts = this.parts
    this.parts = []
    this.room.doc.transact(() => {
      for (const part of parts)
        for (const update of part.updates)
          if (part.encoding === 2) Y.applyUpdateV2(this.room.doc, update, this)
          else Y.applyUpdate(this.room.doc, update, this)
    }, this)
    this.seq = seq
    return 'synced'
  }

  private ticked(tick: Tick): 'ok' | { readonly broken: string } {
    if (tick.seq !== this.seq + 1) {
      this.gaps += Math.max(0, tick.seq - this.seq - 1)
      return { broken: `tick ${this.seq + 1} was expected and ${tick.seq} came` }
    }
    this.seq = tick.seq
    this.tickMs = tick.tickMs
    this.ticks++
    if (tick.update) Y.applyUpdate(this.room.doc, tick.update, this)
    this.room.others.apply(tick.roster, tick.live)
    this.room.events.deliver(tick.events)
    this.durable(tick.durableSeq)
    return 'ok'
  }

  private acked(batch: number, seq: number, durableSeq: number): void {
    const sentMs = this.outbox.acked(batch, seq)
    if (sentMs !== undefined) this.editRoundTrips.add(this.environment.now() - sentMs)
    this.durable(durableSeq)
    this.room.changed()
  }

  private durable(seq: number): void {
    this.durableSeq = seq
    const before = this.outbox.unsaved
    this.outbox.durable(seq)
    if (this.outbox.unsaved !== before) this.room.changed()
  }

  /** The first edit after a quiet spell leaves at the end of the turn; after that one batch per tick is enough. */
  private askFlush(): void {
    if (this.flushAsked || !this.connection.isLive) return
    this.flushAsked = true
    const waitMs = this.sentMs + this.tickMs - this.environment.now()
    const flush = (): void => {
      this.flushAsked = false
      if (!this.connection.isLive) return
      const batch = this.outbox.takeBatch(this.environment.now())
      if (!batch) return
      this.sentMs = this.environment.now()
      this.connection.send(encodeUpdate(batch.number, batch.update))
    }
    if (waitMs > 0) this.environment.after(waitMs, flush)
    else this.environment.soon(flush)
  }
}

/** The update of a document that the other side has whole is `00 00`. */
const emptyUpdateBytes = 2
