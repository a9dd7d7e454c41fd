import * as Y from 'yjs'
import { CanvasShape } from './canvas-shape.ts'
import type { Counters } from './counters.ts'
import type { StoredDocument } from './document-store.ts'
import { Integrity, type IntegrityRules } from './integrity/integrity.ts'
import type { RefusedEdit } from './integrity/refused-edit.ts'
import { holds } from './known-content.ts'
import { PendingUpdates } from './pending-updates.ts'
import { roomLimits } from './room-limits.ts'
import { LeanTransactions } from './transaction/lean-transactions.ts'
import { Integrator } from './update/integrator.ts'

/** What one tick's updates did to the document. */
export interface Applied {
  /** The one update that the whole tick collapsed to, or undefined when nothing changed. */
  readonly update: Uint8Array | undefined
  /** Updates that wait for others which have not arrived; they must be stored too, since `update` does not hold them. */
  readonly waiting: readonly Uint8Array[]
  /** Edits that were taken back, each to be told to its author. */
  readonly refusals: readonly RefusedEdit[]
}

/** What the document of a room needs from outside. */
export interface DocumentContext extends IntegrityRules {
  readonly counters: Counters
  readonly report: (message: string, error: unknown) => void
}

/** The Yjs document of one room: applies ticks and encodes what joiners need, each thing once. */
export class Document {
  private readonly doc = new Y.Doc()
  private readonly transactions = new LeanTransactions(this.doc)
  private readonly integrator = new Integrator(this.doc)
  private emitted: Uint8Array | undefined
  private stateVectorBytes: Uint8Array | undefined
  private readonly diffs = new Map<string, Uint8Array>()
  private readonly counters: Counters
  private readonly report: DocumentContext['report']
  private readonly integrity: Integrity
  /** What waits for updates that have not arrived. */
  readonly pending = new PendingUpdates(this.doc)
  /** Roughly the bytes of the document's encoding: what was read and applied, exact after each snapshot. */
  encodedBytes = 0
  /** Of those, what came since the last snapshot. */
  unmeasuredBytes = 0

  /** @throws when the stored bytes are not what Yjs wrote; the room must then not be opened, let alone written. */
  constructor(stored: StoredDocument | undefined, context: DocumentContext) {
    this.counters = context.counters
    this.report = context.report
    if (stored?.snapshot) Y.applyUpdateV2(this.doc, stored.snapshot)
    for (const update of stored?.updates ?? []) {
      this.integrator.take(update, false)
      this.unmeasuredBytes += update.length
    }
    this.encodedBytes = this.unmeasuredBytes + (stored?.snapshot?.length ?? 0)
    this.integrity = new Integrity(this.doc, context, context.counters)
    this.doc.on('update', (update: Uint8Array) => {
      this.emitted = update
    })
  }

  /** Whether the bytes decode as a Yjs state vector. */
  static isStateVector(bytes: Uint8Array): boolean {
    try {
      Y.decodeStateVector(bytes)
      return true
    } catch {
      // As above: throwing is how Yjs says no.
      return false
    }
  }

  /**
   * Applies all updates in one transaction, and repairs in it what they broke. One that does not fit is refused whole and
   * reported alone; the others still apply.
   *
   * @param suspects those about which the document has to be asked; left out, all of them.
   */
  apply(
    updates: readonly Uint8Array[],
    failed: (index: number, error: unknown) => void,
    suspects?: ReadonlySet<Uint8Array>,
  ): Applied {
    const waiting: Uint8Array[] = []
    let refusals: readonly RefusedEdit[] = []
    this.integrity.prepare()
    this.transactions.run((transaction) => {
      for (const [index, update] of updates.entries()) {
        const structsBefore = this.doc.store.pendingStructs?.update
        const deletesBefore = this.doc.store.pendingDs?.length
        try {
          this.integrator.take(update, suspects?.has(update) ?? true)
        } catch (error) {
          failed(index, error)
        }
        const { pendingStructs, pendingDs } = this.doc.store
        // Yjs re-encodes waiting deletes at every update, so only their length tells whether some were added.
        if (pendingStructs && pendingStructs.update !== structsBefore) waiting.push(update)
        else if (pendingDs && pendingDs.length !== deletesBefore) waiting.push(update)
      }
      refusals = this.repair(transaction)
    })
    const update = this.takeEmitted()
    if (update) {
      this.counters.documentEncodes++
      this.encodedBytes += update.length
      this.unmeasuredBytes += update.length
      this.stateVectorBytes = undefined
      this.diffs.clear()
    }
    return { update, waiting, refusals }
  }

  private repair(transaction: Y.Transaction): readonly RefusedEdit[] {
    // Applying an update marks the whole transaction as somebody else's; Yjs would then take our own repairs for those of
    // another client with our id, and change the id after every one of them.
    transaction.local = true
    try {
      return this.integrity.repair(transaction)
    } catch (error) {
      // The tick itself is applied and must reach everybody; the next one looks at the whole document again.
      this.report('a canvas could not be repaired', error)
      this.integrity.reset()
      return []
    }
  }

  /** Whether the document has a node of that id. */
  hasNode(id: string): boolean {
    return this.integrity.hasNode(id)
  }

  /** What the transaction's end emitted, if anything. */
  private takeEmitted(): Uint8Array | undefined {
    const { emitted } = this
    this.emitted = undefined
    return emitted
  }

  stateVector(): Uint8Array {
    return (this.stateVectorBytes ??= Y.encodeStateVector(this.doc))
  }

  /** @returns a sentence about what in the update is no part of a canvas, if there is anything. */
  stranger(update: Uint8Array): string | undefined {
    return new CanvasShape(this.doc, update).stranger()
  }

  /** The next clock of a client. */
  clockOf(client: number): number {
    return Y.getState(this.doc.store, client)
  }

  /** Whether the update, which is known to decode, would change nothing. */
  holds(update: Uint8Array): boolean {
    return holds(this.doc, update)
  }

  /** @returns the whole document in Yjs V2 encoding, for joiners. */
  encodeSnapshot(): Uint8Array {
    this.counters.snapshotEncodes++
    const snapshot = this.pending.without(() => Y.encodeStateAsUpdateV2(this.doc))
    this.encodedBytes = snapshot.length
    this.unmeasuredBytes = 0
    return snapshot
  }

  /** @returns the same with what waits for updates that have not arrived, for the store. */
  encodeWithPending(): Uint8Array {
    this.counters.snapshotEncodes++
    return Y.encodeStateAsUpdateV2(this.doc)
  }

  /** Makes the size exact. */
  measure(): void {
    this.encodeSnapshot()
  }

  /** @returns V1 update with what a holder of `stateVector` lacks. @throws when the vector is malformed. */
  diff(stateVector: Uint8Array): Uint8Array {
    const key = stateVector.length <= longestCachedVector ? String.fromCharCode(...stateVector) : undefined
    const known = key === undefined ? undefined : this.diffs.get(key)
    if (known) return known
    const diff = this.pending.without(() => Y.encodeStateAsUpdate(this.doc, stateVector))
    if (key !== undefined) {
      if (this.diffs.size >= roomLimits.cachedDiffs) this.diffs.clear()
      this.diffs.set(key, diff)
    }
    return diff
  }

  destroy(): void {
    this.doc.destroy()
  }
}

/** Bytes; a longer state vector (about 450 clients) is not worth keeping as a key. */
const longestCachedVector = 4096

export const nothingApplied: Applied = { update: undefined, waiting: [], refusals: [] }
