import type { AccessStore, Override } from '../room/access-store.ts'
import type { DocumentStore, LogRow, StoredDocument } from '../room/document-store.ts'
import { assertSeq } from './assert-seq.ts'

interface Snapshot {
  readonly seq: number
  readonly bytes: Uint8Array
}

class MemoryRoom {
  private snapshot: Snapshot | undefined
  private rows: { readonly seq: number; readonly update: Uint8Array }[] = []

  append({ seq, update }: LogRow): void {
    this.rows.push({ seq, update: copy(update) })
  }

  fold(seq: number, snapshot: Uint8Array): void {
    if (this.snapshot && this.snapshot.seq > seq) return
    this.snapshot = { seq, bytes: copy(snapshot) }
    this.rows = this.rows.filter((row) => row.seq > seq)
  }

  stored(): StoredDocument {
    return {
      snapshot: this.snapshot && copy(this.snapshot.bytes),
      updates: this.rows.map(({ update }) => copy(update)),
      // The newest row has the highest seq, unless an append was repeated.
      seq: this.rows.reduce((highest, row) => Math.max(highest, row.seq), this.snapshot?.seq ?? 0),
    }
  }
}

/** Not `bytes.slice()`: of a Buffer that is a view of the caller's memory. */
function copy(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes)
}

/** Keeps documents for as long as the process lives: for tests, and for rooms that need not outlive it. */
export class MemoryStore implements DocumentStore, AccessStore {
  readonly #rooms = new Map<string, MemoryRoom>()
  /** By room and user. */
  readonly #overrides = new Map<string, Override>()
  #closed = false

  async load(room: string): Promise<StoredDocument | undefined> {
    this.#assertOpen()
    return this.#rooms.get(room)?.stored()
  }

  async append(rows: readonly LogRow[]): Promise<void> {
    this.#assertOpen()
    for (const { seq } of rows) assertSeq(seq)
    for (const row of rows) this.#room(row.room).append(row)
  }

  async fold(room: string, seq: number, snapshot: Uint8Array): Promise<void> {
    this.#assertOpen()
    assertSeq(seq)
    this.#room(room).fold(seq, snapshot)
  }

  async loadOverrides(): Promise<readonly Override[]> {
    this.#assertOpen()
    return [...this.#overrides.values()]
  }

  async putOverride(override: Override): Promise<void> {
    this.#assertOpen()
    this.#overrides.set(JSON.stringify([override.room, override.user]), override)
  }

  async forgetOverrides(beforeMs: number): Promise<void> {
    this.#assertOpen()
    for (const [key, { atMs }] of this.#overrides) if (atMs < beforeMs) this.#overrides.delete(key)
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#rooms.clear()
  }

  #room(name: string): MemoryRoom {
    let room = this.#rooms.get(name)
    if (room === undefined) this.#rooms.set(name, (room = new MemoryRoom()))
    return room
  }

  #assertOpen(): void {
    if (this.#closed) throw new Error('the store is closed')
  }
}
