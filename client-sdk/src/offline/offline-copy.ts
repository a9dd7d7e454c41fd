import * as Y from 'yjs'
import type { Environment } from '../environment.ts'
import type { Outbox } from '../outbox.ts'
import { KeptRows } from './kept-rows.ts'
import type { OfflineRow, OfflineStore } from './offline-store.ts'

/** What the copy needs of the room that it keeps. */
export interface CopiedRoom {
  readonly doc: Y.Doc
  readonly outbox: Outbox
  /** The generation of the server's history that the document belongs to now. */
  epoch(): number
  /** Whether this page sends on what others left unsaved. A viewer only shows it: it is not its own to send or to take back. */
  readonly adopts: boolean
  /** An edit that an earlier page left unsaved was applied by this transaction. */
  adopt(update: Uint8Array, edits: number, transaction: Y.Transaction): void
  /** Content of this generation, or of several (0), was applied to the document. */
  restored(epoch: number): void
  /** How far edits are kept changed, or keeping failed. */
  changed(): void
}

/**
 * A room's copy on this device: brings it into the document once, then writes what is edited and received. Every tab
 * sends on what it finds unsaved, its own or not: Yjs makes repetition harmless, so no tab needs to know who else lives.
 * A store that fails is left alone from then on; editing does not depend on it.
 */
export class OfflineCopy {
  /** Why nothing is kept any more. */
  failure: string | undefined
  /** Resolves when the copy is in the document, or never will be. */
  readonly loaded: Promise<void>
  private readonly rows = new KeptRows()
  private isClosed = false
  private writing: Promise<unknown> = Promise.resolve()
  private writesUnderWay = 0
  private isAskedAgain = false
  private isRewritten = false
  /** The origin of unsaved edits that are brought into the document. */
  private readonly adoption = { origin: 'adoption' }
  private own: Uint8Array[] = []
  private received: Uint8Array[] = []
  /** Outbox entries up to this one are kept. */
  private keptThrough = 0
  /** Outbox entries up to this one are kept or being written. */
  private plannedThrough = 0
  private dueMs = Infinity
  private writtenMs = -Infinity
  private cancelWrite: (() => void) | undefined
  private readonly stopHiding: () => void
  private readonly store: OfflineStore
  private readonly key: string
  private readonly room: CopiedRoom
  private readonly environment: Environment

  /** @param key names the room in the store. */
  constructor(store: OfflineStore, key: string, room: CopiedRoom, environment: Environment) {
    this.store = store
    this.key = key
    this.room = room
    this.environment = environment
    this.stopHiding = environment.onHide(() => this.write(true))
    // The application's own document may hold what is not kept yet, and edits build upon it.
    const { doc } = room
    if (doc.store.clients.size > 0) this.received.push(Y.encodeStateAsUpdate(doc))
    this.loaded = this.load()
  }

  /** Edits that are neither here nor on the server's disk. */
  get atRisk(): number {
    return this.room.outbox.unsavedBehind(this.keptThrough)
  }

  /** An own edit. */
  edited(update: Uint8Array): void {
    if (this.isClosed) return
    this.own.push(update)
    this.writeWithin(ownWithinMs)
  }

  /** An update from the server, which can always be had again: no hurry. */
  came(update: Uint8Array): void {
    if (this.isClosed) return
    this.received.push(update)
    this.writeWithin(receivedWithinMs)
  }

  /** Whether a transaction of this origin brought what is kept here already. */
  isOwn(origin: unknown): boolean {
    return origin === this || origin === this.adoption
  }

  /** What is unsaved has another shape now: the rows of before must not be sent by anybody. */
  rewritten(update: Uint8Array): void {
    if (this.isClosed) return
    this.isRewritten = true
    this.received.push(update)
    this.writeWithin(ownWithinMs)
  }

  /** Own edits became durable on the server. */
  settled(): void {
    this.writeWithin(receivedWithinMs)
  }

  /** Writes what is left and stops. */
  close(): void {
    this.write(true)
    this.stop()
  }

  /** Forgets the room on this device and keeps nothing more of it. Rejects when the store fails. */
  async forget(): Promise<void> {
    this.stop()
    await this.writing
    await this.store.clear(this.key)
  }

  private async load(): Promise<void> {
    try {
      const rows = await this.store.load(this.key)
      if (this.isClosed) return
      this.restore(rows)
      this.write()
    } catch (error) {
      this.fail(error)
    }
  }

  private restore(rows: readonly OfflineRow[]): void {
    const { doc, outbox } = this.room
    if (rows.length === 0) return
    const apply = ({ updates }: OfflineRow): void => {
      for (const update of updates) Y.applyUpdate(doc, update, this)
    }
    const isAllKept = outbox.isEmpty
    doc.transact(() => {
      for (const row of rows) if (row.unsaved === undefined || !this.room.adopts) apply(row)
    }, this)
    for (const row of rows) {
      if (row.unsaved !== undefined && !this.room.adopts) continue
      if (row.unsaved !== undefined) {
        // Not a local edit, so that nobody takes it for one that this page can undo.
        const transaction = Y.transact(
          doc,
          (open) => {
            apply(row)
            return open
          },
          this.adoption,
          false,
        )
        this.room.adopt(Y.mergeUpdates([...row.updates]), row.unsaved, transaction)
      }
      this.rows.found(row, row.unsaved === undefined ? undefined : outbox.newest)
    }
    if (isAllKept) this.keptThrough = this.plannedThrough = outbox.newest
    const [epoch = 0, ...others] = new Set(rows.map((row) => row.epoch))
    this.room.restored(others.length === 0 ? epoch : 0)
  }

  /** The first edit after a quiet spell is written at once; after that, one write holds what came within `delayMs`. */
  private writeWithin(delayMs: number): void {
    if (this.isClosed) return
    const now = this.environment.now()
    const dueMs = Math.max(now, this.writtenMs + delayMs)
    if (dueMs >= this.dueMs) return
    this.dueMs = dueMs
    this.cancelWrite?.()
    this.cancelWrite = this.environment.after(dueMs - now, () => this.write())
  }

  /** @param isLast there may be no later moment, so a write that is under way is not waited for. */
  private write(isLast = false): void {
    this.dueMs = Infinity
    this.cancelWrite?.()
    if (this.isClosed) return
    if (this.writesUnderWay > 0 && !isLast) {
      this.isAskedAgain = true
      return
    }
    const { doc, outbox } = this.room
    const { newest, durableThrough } = outbox
    // Some of it may be on the server's disk by now, and so in the outbox no more: it is content in any case.
    if (this.isRewritten) this.received.push(...this.own)
    const plan = this.rows.plan({
      own: this.isRewritten ? outbox.entries.map(({ update }) => update) : this.own,
      ownEdits: this.isRewritten
        ? outbox.unsaved
        : Math.min(this.own.length, outbox.unsavedBehind(this.plannedThrough)),
      isRewritten: this.isRewritten,
      received: this.received,
      newest,
      durableThrough,
      epoch: this.room.epoch(),
      snapshot: () => Y.encodeStateAsUpdate(doc),
    })
    if (!plan) return
    this.own = []
    this.received = []
    this.isRewritten = false
    this.plannedThrough = newest
    this.writtenMs = this.environment.now()
    this.writesUnderWay++
    const write = this.store
      .write(this.key, plan.change)
      .then((keys) => {
        this.rows.written(plan, keys)
        this.keptThrough = Math.max(this.keptThrough, newest)
        this.room.changed()
      })
      .catch((error: unknown) => this.fail(error))
      .finally(() => {
        this.writesUnderWay--
        if (!this.isAskedAgain || this.writesUnderWay > 0) return
        this.isAskedAgain = false
        this.writeWithin(this.own.length > 0 ? ownWithinMs : receivedWithinMs)
      })
    this.writing = Promise.all([this.writing, write])
  }

  private stop(): void {
    this.isClosed = true
    this.cancelWrite?.()
    this.stopHiding()
  }

  private fail(error: unknown): void {
    this.failure = error instanceof Error ? error.message : String(error)
    this.own = []
    this.received = []
    this.stop()
    this.room.changed()
  }
}

/** Own edits wait this long for company: what a crash of the page can lose at most. */
const ownWithinMs = 100
/** Content that the server has is worth less haste, and comes in one row for a hundred ticks. */
const receivedWithinMs = 2_000
