import * as Y from 'yjs'
import type { Environment } from './environment.ts'
import type { Change } from './history/change.ts'
import type { Recorder } from './history/recorder.ts'
import { Outbox, type Entry, type Withdrawal } from './outbox.ts'
import { limits } from './protocol/limits.ts'
import type { WireError } from './protocol/error.ts'
import { mayEdit, mayNotEdit, type Role } from './protocol/role.ts'
import { encodeUpdate } from './protocol/update.ts'
import type { Reject, RejectReason } from './reject.ts'
import { deleteInserted, firstClocks, updateSince } from './rewind.ts'
import { Samples } from './samples.ts'
import { splitUpdate } from './split-update.ts'

/** What own edits need of the session that carries them. */
export interface EditsCarrier {
  isLive(): boolean
  tickMs(): number
  send(frame: Uint8Array<ArrayBuffer>): void
  /** Edits are about to leave; the newest of their batches has this number. */
  leaving(batch: number): void
  /** Whether a change of the document came from elsewhere: the server, or what this device keeps. */
  isForeign(origin: unknown): boolean
  /** An own edit. */
  edited(update: Uint8Array): void
  /** A change from elsewhere. */
  came(update: Uint8Array, origin: unknown): void
  /** Something was taken back by this update, and everything unsaved has another shape now. */
  rewritten(update: Uint8Array): void
  /** Takes changes back where nobody else wrote since. */
  takeBack(changes: readonly Change[]): void
  rejected(reject: Reject): void
}

/** The document lane upwards: what was edited here, from the document's own update until it is on the server's disk. */
export class OwnEdits {
  readonly outbox = new Outbox(
    { merge: (updates) => Y.mergeUpdates(updates), split: splitUpdate },
    limits.maxUpdateBytes,
  )
  readonly roundTrips = new Samples(128)
  /** The generation of the server's history that the document belongs to; undefined for a document that began empty here. */
  private epoch: number | undefined
  /** The last batch of what a server of another epoch lacked; until it is durable there, that is still not settled. */
  private owed: number | undefined
  private sentMs = -Infinity
  private flushAsked = false
  /** What this member may do: what the server granted, or what was asked for before it has. */
  role: Role
  /** Entries that this side refuses, and why. */
  private readonly refused = new Map<Entry, RejectReason>()
  private isTakingBack = false
  /** Clocks of what was written in the place of refused edits: it stays when the edits around it are refused too. */
  private readonly putBack: (readonly [from: number, to: number])[] = []
  private recorded: { readonly transaction: Y.Transaction; readonly changes: readonly Change[] } | undefined
  private readonly stopRecording: () => void
  private readonly doc: Y.Doc
  private readonly carrier: EditsCarrier
  private readonly environment: Environment

  constructor(doc: Y.Doc, role: Role, recorder: Recorder, carrier: EditsCarrier, environment: Environment) {
    this.doc = doc
    this.role = role
    this.carrier = carrier
    this.environment = environment
    // Whatever the application's document holds already, no server is known to have.
    if (doc.store.clients.size > 0) this.epoch = 0
    // Heard before the update that the same transaction makes.
    this.stopRecording = recorder.onChanges((changes, transaction) => {
      this.recorded = { transaction, changes }
    })
    doc.on('update', this.updated)
  }

  /** Whether this member may change the document; until WELCOME says so, what it asked for. */
  get mayWrite(): boolean {
    return mayEdit(this.role)
  }

  /** Another role now, on the same socket: what waits leaves, or is taken back once all that was sent before is answered. */
  settle(): void {
    this.askFlush()
    if (this.mayWrite || this.outbox.isUnanswered) return
    const withdrawal = this.outbox.withdrawWaiting(({ edits }) => edits > 0)
    if (withdrawal) this.takeBack(withdrawal, 'forbidden', mayNotEdit)
  }

  /** The generation that rows written now belong to; 0 before any. */
  get documentEpoch(): number {
    return this.owed === undefined ? (this.epoch ?? 0) : 0
  }

  /** An earlier page left an edit behind, which was applied by this transaction. */
  adopt(update: Uint8Array, edits: number, transaction: Y.Transaction): void {
    this.outbox.add(update, edits, this.changesOf(transaction))
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
    this.refuseWaiting()
    if (!this.mayWrite) {
      if (this.outbox.unsaved > 0) this.takeBack(this.outbox.withdrawAll(), 'forbidden', mayNotEdit)
      return
    }
    const isOther = this.owed !== undefined || (this.epoch !== undefined && this.epoch !== epoch)
    this.epoch = epoch
    this.owed = undefined
    const lacking = isOther ? Y.encodeStateAsUpdate(this.doc, serverState) : undefined
    const frames = this.outbox.takeAll(
      this.environment.now(),
      lacking && lacking.length > emptyUpdateBytes ? splitUpdate(lacking, limits.maxUpdateBytes) : undefined,
    )
    if (isOther) this.owed = frames.at(-1)?.number
    for (const { number, update } of frames) this.carrier.send(encodeUpdate(number, update))
  }

  /** Sends what waits at once, if there is a connection. */
  flush(): void {
    this.refuseWaiting()
    if (!this.mayWrite || !this.carrier.isLive() || !this.outbox.hasWaiting) return
    this.sentMs = this.environment.now()
    const batches = this.outbox.takeWaiting(this.sentMs)
    this.carrier.leaving(batches.at(-1)!.number)
    for (const { number, update } of batches) this.carrier.send(encodeUpdate(number, update))
  }

  acked(batch: number, seq: number): void {
    const sentMs = this.outbox.acked(batch, seq)
    if (sentMs !== undefined) this.roundTrips.add(this.environment.now() - sentMs)
    if (!this.mayWrite) this.settle()
  }

  /** @returns whether anything became durable by it. */
  durable(seq: number): boolean {
    const before = this.outbox.durableThrough
    const isOwed = this.owed !== undefined && this.outbox.holds(this.owed)
    this.outbox.durable(seq)
    if (isOwed && !this.outbox.holds(this.owed!)) this.owed = undefined
    return this.outbox.durableThrough !== before
  }

  /** The server refused a batch, or put something right in it. */
  refusedByServer({ reason, ref, subject, message }: WireError): void {
    // What has a name was put right, and the rest of its batch is in the document.
    if (subject !== '') {
      const [root, id] = [subject.slice(0, 6), subject.slice(6)]
      this.carrier.rejected({
        reason,
        message,
        nodes: root === 'nodes/' ? [id] : [],
        edges: root === 'edges/' ? [id] : [],
      })
      return
    }
    const withdrawal = this.outbox.withdrawBatch(ref)
    // A viewer after all, until a WELCOME or ACCESS says otherwise: what came later is refused with it.
    if (reason === 'forbidden' && this.mayWrite) this.role = 'viewer'
    if (!withdrawal) return
    const { refused, later } = withdrawal
    this.takeBack(
      reason === 'forbidden' ? { refused: [...refused, ...later], later: [] } : withdrawal,
      reason,
      message,
    )
  }

  /** The room is closed: the document goes on without us. */
  close(): void {
    this.doc.off('update', this.updated)
    this.stopRecording()
  }

  private readonly updated = (
    update: Uint8Array,
    origin: unknown,
    _doc: Y.Doc,
    transaction: Y.Transaction,
  ): void => {
    if (this.isTakingBack) return
    if (this.carrier.isForeign(origin)) {
      this.carrier.came(update, origin)
      return
    }
    const entry = this.outbox.add(update, 1, this.changesOf(transaction))
    if (!this.mayWrite) this.refuse(entry, 'forbidden')
    else if (update.length > limits.maxUpdateBytes) this.refuse(entry, 'too-large')
    else {
      this.askFlush()
      this.carrier.edited(update)
    }
  }

  private changesOf(transaction: Y.Transaction): readonly Change[] {
    const { recorded } = this
    this.recorded = undefined
    return recorded?.transaction === transaction ? recorded.changes : []
  }

  /** Within this turn the document is still in the application's hands; it goes back at its end, before anything is sent. */
  private refuse(entry: Entry, reason: RejectReason): void {
    if (this.refused.size === 0) this.environment.soon(() => this.refuseWaiting())
    this.refused.set(entry, reason)
  }

  private refuseWaiting(): void {
    const reasons = new Set(this.refused.values())
    const withdrawal = this.outbox.withdrawWaiting((entry) => this.refused.has(entry))
    this.refused.clear()
    if (!withdrawal) return
    const [reason] = reasons
    if (reason === 'too-large')
      this.takeBack(withdrawal, reason, `an edit may have ${limits.maxUpdateBytes} bytes`)
    else this.takeBack(withdrawal, 'forbidden', mayNotEdit)
  }

  /**
   * Yjs updates cannot be undone, and later ones build upon earlier ones. So what was refused is changed back by further
   * edits, its content is deleted, and everything from the first refused update on becomes one update: of what was
   * refused only the lengths are left in it.
   */
  private takeBack({ refused, later }: Withdrawal, reason: RejectReason, message: string): void {
    const { doc } = this
    const clocks = firstClocks([...refused, ...later].map(({ update }) => update))
    clocks.set(
      doc.clientID,
      Math.min(clocks.get(doc.clientID) ?? Infinity, Y.getState(doc.store, doc.clientID)),
    )
    const changes = refused.flatMap((entry) => entry.changes)
    this.isTakingBack = true
    const from = Y.getState(doc.store, doc.clientID)
    this.carrier.takeBack(changes)
    doc.transact(
      (transaction) =>
        deleteInserted(
          transaction,
          refused.map(({ update }) => update),
          (client, clock) =>
            client === doc.clientID && this.putBack.some(([start, end]) => start <= clock && clock < end),
        ),
      this,
    )
    this.isTakingBack = false
    this.putBack.push([from, Y.getState(doc.store, doc.clientID)])
    const update = updateSince(doc, clocks)
    this.outbox.add(
      update,
      later.reduce((sum, { edits }) => sum + edits, 0),
      later.flatMap((entry) => entry.changes),
    )
    this.carrier.rewritten(update)
    this.carrier.rejected({ reason, message, nodes: idsIn(changes, 'nodes'), edges: idsIn(changes, 'edges') })
    this.askFlush()
  }

  /** The first edit after a quiet spell leaves at the end of the turn; after that one batch per tick is enough. */
  private askFlush(): void {
    if (this.flushAsked || !this.mayWrite || !this.carrier.isLive()) return
    this.flushAsked = true
    const waitMs = this.sentMs + this.carrier.tickMs() - this.environment.now()
    const flush = (): void => {
      this.flushAsked = false
      this.flush()
    }
    if (waitMs > 0) this.environment.after(waitMs, flush)
    else this.environment.soon(flush)
  }
}

/** The update of a document that the other side has whole is `00 00`. */
const emptyUpdateBytes = 2

function idsIn(changes: readonly Change[], root: 'nodes' | 'edges'): string[] {
  return [...new Set(changes.flatMap((change) => (change.root === root ? [change.id] : [])))]
}
