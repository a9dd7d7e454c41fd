import * as Y from 'yjs'
import { Connection, roundTripOf, type ConnectionOwner } from './connection.ts'
import type { ConnectionState } from './connection-state.ts'
import { Credentials, type Token } from './credentials.ts'
import type { Environment } from './environment.ts'
import type { Events } from './events.ts'
import type { Change } from './history/change.ts'
import type { Recorder } from './history/recorder.ts'
import type { Live } from './live/live.ts'
import type { OfflineCopy } from './offline/offline-copy.ts'
import type { Offline } from './offline/offline.ts'
import { OwnEdits } from './own-edits.ts'
import type { DownFrame } from './protocol/down.ts'
import type { WireError } from './protocol/error.ts'
import { FrameType } from './protocol/frame-type.ts'
import { encodeHello } from './protocol/hello.ts'
import { mayEdit, type Role } from './protocol/role.ts'
import type { Sync } from './protocol/sync.ts'
import type { Tick } from './protocol/tick.ts'
import type { Welcome } from './protocol/welcome.ts'
import type { Reject } from './reject.ts'
import { Samples } from './samples.ts'

/** The parts of a room that the session feeds. */
export interface SessionParts {
  readonly doc: Y.Doc
  readonly live: Live
  readonly events: Events
  /** 16 random bytes. */
  readonly sessionId: Uint8Array
  /** Where the room is kept on this device, if anywhere. */
  readonly offline: Offline | undefined
  /** The most that this member asks to be; undefined for whatever it may. */
  readonly role: Role | undefined
  readonly token: Token | undefined
  readonly recorder: Recorder
  profile(): Uint8Array
  /** Status, sync or stats changed. */
  changed(): void
  /** Takes changes of own edits back, where nobody else wrote since. */
  takeBack(changes: readonly Change[]): void
  /** Something was refused. */
  rejected(reject: Reject): void
  /** The connection's state changed. */
  connectionChanged(state: ConnectionState): void
}

/** One member's stay in a room across its sockets: what the frames mean, and what is not saved yet. */
export class Session implements ConnectionOwner {
  readonly connection: Connection
  readonly edits: OwnEdits
  readonly copy: OfflineCopy | undefined
  readonly credentials: Credentials
  readonly roundTrips = new Samples(128)
  tickMs = 16
  seq = 0
  durableSeq = 0
  ticks = 0
  /** Ticks that should have come and did not. */
  gaps = 0
  private epoch = 0
  private welcome: Welcome | undefined
  private parts: { readonly encoding: 1 | 2; readonly updates: readonly Uint8Array[] }[] = []
  private readonly room: SessionParts
  private readonly environment: Environment

  constructor(url: string, room: SessionParts, environment: Environment) {
    this.room = room
    this.environment = environment
    this.credentials = new Credentials(room.token, (frame) => this.connection.send(frame), environment)
    this.connection = new Connection(url, this, this.credentials, environment)
    this.edits = this.openEdits(room)
    this.copy = room.offline && this.openCopy(room.offline, url)
  }

  /** Connects, once what this device keeps is in the document, so that the server sends only what is new. */
  start(): void {
    if (!this.copy) {
      this.connection.start()
      return
    }
    let isStarted = false
    const connect = (): void => {
      if (isStarted) return
      isStarted = true
      cancel()
      this.connection.start()
    }
    const cancel = this.environment.after(loadWithinMs, connect)
    void this.copy.loaded.then(connect)
  }

  close(): void {
    this.copy?.close()
    this.edits.close()
    this.connection.close()
  }

  /** Whether a transaction of this origin only brought what the server or this device's store has, or tidied up. */
  isForeign(origin: unknown): boolean {
    return origin === this || origin === this.edits || (this.copy !== undefined && origin === this.copy)
  }

  hello(): Uint8Array<ArrayBuffer> {
    this.parts = []
    this.welcome = undefined
    return encodeHello({
      role: this.room.role ?? 'admin',
      clientId: this.room.doc.clientID,
      epoch: this.epoch,
      eventSeq: this.room.events.seq,
      session: this.room.sessionId,
      stateVector: Y.encodeStateVector(this.room.doc),
      profile: this.room.profile(),
    })
  }

  receive(frame: DownFrame, byteLength: number): ReturnType<ConnectionOwner['receive']> {
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
        this.room.live.rostered(frame)
        return 'ok'
      case FrameType.live:
        this.room.live.lived(frame, byteLength)
        return 'ok'
      case FrameType.overview:
        this.room.live.overviewed(frame)
        return 'ok'
      case FrameType.history:
        if (frame.ref === 0) this.room.events.deliver(frame.events)
        else this.room.events.replayed(frame)
        return 'ok'
      case FrameType.eventAck:
        this.room.events.answered(frame.ref, { seq: frame.seq })
        return 'ok'
      case FrameType.error:
        if (frame.refused === FrameType.update) this.edits.refusedByServer(frame)
        if (frame.refused === FrameType.event) this.eventRefused(frame)
        else if (frame.refused === FrameType.gestureBegin) this.room.live.refused(frame)
        return 'ok'
      case FrameType.access:
        this.allowed(frame)
        this.edits.settle()
        this.room.changed()
        return 'ok'
      case FrameType.pong:
        this.roundTrips.add(roundTripOf(frame, this.environment.now()))
        return 'ok'
      default:
        return frame satisfies never
    }
  }

  /** The room is synced: sends what the server may not have. */
  resend(): void {
    const { live, events } = this.room
    if (this.welcome) this.edits.resend(this.epoch, this.welcome.stateVector)
    live.resend()
    events.resend()
    this.room.changed()
  }

  changed(state: ConnectionState): void {
    if (state.is !== 'live') this.room.live.lost()
    this.room.connectionChanged(state)
  }

  private welcomed(welcome: Welcome): void {
    this.welcome = welcome
    this.epoch = welcome.epoch
    this.allowed(welcome)
    this.tickMs = welcome.tickMs
    this.seq = welcome.seq
    this.durableSeq = welcome.durableSeq
    this.room.live.welcomed(welcome)
    this.room.events.welcomed(welcome)
  }

  private allowed({ role, accessS }: Pick<Welcome, 'role' | 'accessS'>): void {
    this.edits.role = role
    if (!mayEdit(role)) this.room.live.ownGestures.forbid()
    this.credentials.granted(accessS)
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
    this.room.live.ticked(tick)
    this.room.events.deliver(tick.events)
    this.durable(tick.durableSeq)
    return 'ok'
  }

  private acked(batch: number, seq: number, durableSeq: number): void {
    this.edits.acked(batch, seq)
    this.durable(durableSeq)
    this.room.changed()
  }

  private eventRefused({ ref, reason, message }: WireError): void {
    this.room.events.answered(ref, new Error(message))
    this.room.rejected({ reason, message, nodes: [], edges: [] })
  }

  private durable(seq: number): void {
    this.durableSeq = seq
    if (!this.edits.durable(seq)) return
    this.copy?.settled()
    this.room.changed()
  }

  private openEdits(room: SessionParts): OwnEdits {
    return new OwnEdits(
      room.doc,
      room.role ?? 'editor',
      room.recorder,
      {
        isLive: () => this.connection.isLive,
        tickMs: () => this.tickMs,
        send: (frame) => this.connection.send(frame),
        leaving: (batch) => this.room.live.ownGestures.leaving(batch),
        edited: (update) => {
          this.copy?.edited(update)
          room.changed()
        },
        came: (update, origin) => {
          if (!this.copy?.isOwn(origin)) this.copy?.came(update)
        },
        isForeign: (origin) => this.isForeign(origin) || this.copy?.isOwn(origin) === true,
        rewritten: (update) => {
          this.copy?.rewritten(update)
          room.changed()
        },
        takeBack: (changes) => room.takeBack(changes),
        rejected: (reject) => room.rejected(reject),
      },
      this.environment,
    )
  }

  private openCopy(offline: Offline, url: string): OfflineCopy {
    const { room, edits } = this
    return offline.open(
      // A query may hold a token, and is no part of the room's name.
      url.replace(/\?.*$/, ''),
      {
        doc: room.doc,
        outbox: edits.outbox,
        epoch: () => edits.documentEpoch,
        adopts: edits.mayWrite,
        adopt: (update, count, transaction) => edits.adopt(update, count, transaction),
        restored: (epoch) => {
          edits.restored(epoch)
          // The store was slower than the server: what it brought is sent now.
          if (this.connection.isLive) this.resend()
        },
        changed: () => room.changed(),
      },
      this.environment,
    )
  }
}

/** Longer than any store that works takes; the room is not held up for one that does not. */
const loadWithinMs = 1_000
