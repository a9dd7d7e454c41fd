import * as Y from 'yjs'
import type { Environment } from './environment.ts'
import { Outbox } from './outbox.ts'
import { limits } from './protocol/limits.ts'
import { encodeUpdate } from './protocol/update.ts'
import { Samples } from './samples.ts'
import { splitUpdate } from './split-update.ts'

/** What own edits need of the session that carries them. */
export interface EditsCarrier {
  isLive(): boolean
  tickMs(): number
  send(frame: Uint8Array<ArrayBuffer>): void
  /** Whether a change of the document came from elsewhere: the server, or what this device keeps. */
  isForeign(origin: unknown): boolean
  /** An own edit. */
  edited(update: Uint8Array): void
  /** A change from elsewhere. */
  came(update: Uint8Array, origin: unknown): void
}

/** The document lane upwards: what was edited here, from the document's own update until it is on the server's disk. */
export class OwnEdits {
  readonly outbox = new Outbox((updates) => Y.mergeUpdates(updates), maxUpdateBytes)
  readonly roundTrips = new Samples(128)
  /** The generation of the server's history that the document belongs to; undefined for a document that began empty here. */
  private epoch: number | undefined
  private sentMs = -Infinity
  private flushAsked = false
  private readonly doc: Y.Doc
  private readonly carrier: EditsCarrier
  private readonly environment: Environment

  constructor(doc: Y.Doc, carrier: EditsCarrier, environment: Environment) {
    this.doc = doc
    this.carrier = carrier
    this.environment = environment
    // Whatever the application's document holds already, no server is known to have.
    if (doc.store.clients.size > 0) this.epoch = 0
    doc.on('update', this.updated)
  }

  /** The generation that rows written now belong to; 0 before any. */
  get documentEpoch(): number {
    return this.epoch ?? 0
  }

  /** An earlier page left content behind; 0 where it is of no one generation. */
  restored(epoch: number): void {
    this.epoch = this.epoch === undefined || this.epoch === epoch ? epoch : 0
  }

  /**
   * The room is synced: sends what the server may not have. Within one epoch that is the outbox. In another epoch the
   * server may have lost ticks that were acked but not durable, whoever made them, so it gets all that it lacks.
   */
  resend(epoch: number, serverState: Uint8Array): void {
    const isOther = this.epoch !== undefined && this.epoch !== epoch
    this.epoch = epoch
    const lacking = isOther ? Y.encodeStateAsUpdate(this.doc, serverState) : undefined
    const frames = this.outbox.takeAll(
      this.environment.now(),
      lacking && lacking.length > emptyUpdateBytes ? splitUpdate(lacking, maxUpdateBytes) : undefined,
    )
    for (const { number, update } of frames) this.carrier.send(encodeUpdate(number, update))
  }

  acked(batch: number, seq: number): void {
    const sentMs = this.outbox.acked(batch, seq)
    if (sentMs !== undefined) this.roundTrips.add(this.environment.now() - sentMs)
  }

  /** @returns whether anything became durable by it. */
  durable(seq: number): boolean {
    const before = this.outbox.durableThrough
    this.outbox.durable(seq)
    return this.outbox.durableThrough !== before
  }

  /** The room is closed: the document goes on without us. */
  close(): void {
    this.doc.off('update', this.updated)
  }

  private readonly updated = (update: Uint8Array, origin: unknown): void => {
    if (this.carrier.isForeign(origin)) {
      this.carrier.came(update, origin)
      return
    }
    this.outbox.add(update)
    this.askFlush()
    this.carrier.edited(update)
  }

  /** The first edit after a quiet spell leaves at the end of the turn; after that one batch per tick is enough. */
  private askFlush(): void {
    if (this.flushAsked || !this.carrier.isLive()) return
    this.flushAsked = true
    const waitMs = this.sentMs + this.carrier.tickMs() - this.environment.now()
    const flush = (): void => {
      this.flushAsked = false
      if (!this.carrier.isLive() || !this.outbox.hasWaiting) return
      this.sentMs = this.environment.now()
      for (const { number, update } of this.outbox.takeWaiting(this.sentMs))
        this.carrier.send(encodeUpdate(number, update))
    }
    if (waitMs > 0) this.environment.after(waitMs, flush)
    else this.environment.soon(flush)
  }
}

/** Half of a frame: an update must fit into one together with what else a tick holds. */
const maxUpdateBytes = limits.maxFrameBytes / 2

/** The update of a document that the other side has whole is `00 00`. */
const emptyUpdateBytes = 2
