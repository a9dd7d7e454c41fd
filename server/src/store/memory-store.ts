import type { DocumentStore, LogRow, StoredDocument } from '../room/document-store.ts'
import type { LogSize } from './compaction.ts'
import { compact, isCompactionDue } from './compaction.ts'

const maxSeq = 0xffff_ffff

class MemoryRoom implements LogSize {
  snapshot: Uint8Array | undefined
  updates: Uint8Array[] = []
  seq = 0
  bytes = 0
  /** Not compacted again before it has this many rows: a log that cannot be folded costs O(1) tries per row. */
  retryAtRows = 0

  get rows(): number {
    return this.updates.length
  }

  get snapshotBytes(): number {
    return this.snapshot?.byteLength ?? 0
  }

  append({ seq, update }: LogRow): void {
    this.updates.push(copy(update))
    this.bytes += update.byteLength
    this.seq = Math.max(this.seq, seq)
    if (this.rows >= this.retryAtRows && isCompactionDue(this)) this.#compact()
  }

  #compact(): void {
    try {
      this.snapshot = compact(this.snapshot, this.updates)
      this.updates = []
      this.bytes = 0
    } catch {
      // A malformed update was appended: keep the rows as they are, as the durable stores do.
      this.retryAtRows = 2 * this.rows
    }
  }

  stored(): StoredDocument {
    return { snapshot: this.snapshot && copy(this.snapshot), updates: this.updates.map(copy), seq: this.seq }
  }
}

/** Not `bytes.slice()`: of a Buffer that is a view of the caller's memory. */
function copy(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes)
}

/** Keeps documents for as long as the process lives: for tests, and for rooms that need not outlive it. */
export class MemoryStore implements DocumentStore {
  readonly #rooms = new Map<string, MemoryRoom>()
  #closed = false

  async load(room: string): Promise<StoredDocument | undefined> {
    this.#assertOpen()
    return this.#rooms.get(room)?.stored()
  }

  async append(rows: readonly LogRow[]): Promise<void> {
    this.#assertOpen()
    for (const { seq } of rows) {
      if (!Number.isInteger(seq) || seq < 0 || seq > maxSeq)
        throw new RangeError(`seq ${seq} is not unsigned 32 bit`)
    }
    for (const row of rows) {
      let room = this.#rooms.get(row.room)
      if (room === undefined) this.#rooms.set(row.room, (room = new MemoryRoom()))
      room.append(row)
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#rooms.clear()
  }

  #assertOpen(): void {
    if (this.#closed) throw new Error('the store is closed')
  }
}
