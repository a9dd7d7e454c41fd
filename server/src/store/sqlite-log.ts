import type { Database as SqliteDatabase } from 'better-sqlite3'
import type { LogRow, StoredDocument } from '../room/document-store.ts'
import { LRUCache } from 'lru-cache'
import { assertSeq } from './assert-seq.ts'

/** Rooms whose ids are kept in memory; others are looked up again when they are next written. */
const maxKnownRooms = 10_000

/** The tables of an open database as one room log each. Synchronous: it runs in the worker. */
export class SqliteLog {
  readonly #ids = new LRUCache<string, number>({ max: maxKnownRooms })
  readonly #statements: ReturnType<typeof prepareStatements>
  readonly #appendAll: (rows: readonly LogRow[]) => void
  readonly #fold: (name: string, seq: number, snapshot: Uint8Array) => void

  constructor(db: SqliteDatabase) {
    this.#statements = prepareStatements(db)
    const appendAll = db.transaction((rows: readonly LogRow[]) => {
      for (const { room, seq, update } of rows)
        this.#statements.insertRow.run({ room: this.#idOf(room), seq, update })
    })
    const fold = db.transaction((name: string, seq: number, snapshot: Uint8Array) => {
      const room = this.#idOf(name)
      if (this.#statements.putSnapshot.run({ room, seq, snapshot }).changes > 0)
        this.#statements.deleteLog.run({ room, seq })
    })
    this.#appendAll = (rows) => appendAll.immediate(rows)
    this.#fold = (name, seq, snapshot) => fold.immediate(name, seq, snapshot)
  }

  /** Appends all rows in one transaction, or throws and has changed nothing. */
  append(rows: readonly LogRow[]): void {
    this.#write(() => this.#appendAll(rows))
  }

  /** Puts a snapshot in the place of all rows up to its seq, or throws and has changed nothing. */
  fold(name: string, seq: number, snapshot: Uint8Array): void {
    assertSeq(seq)
    this.#write(() => this.#fold(name, seq, snapshot))
  }

  load(name: string): StoredDocument | undefined {
    const room = this.#find(name)
    if (room === undefined) return undefined
    const snapshot = this.#statements.readSnapshot.get(room)
    const rows = this.#statements.readLog.all({ room })
    // The newest row has the highest seq, unless an append was repeated.
    const seq = rows.reduce((highest, row) => Math.max(highest, row.seq), snapshot?.seq ?? 0)
    return { snapshot: snapshot?.snapshot_v2, updates: rows.map((row) => row.update_v1), seq }
  }

  #write(transact: () => void): void {
    try {
      transact()
    } catch (error) {
      // The rollback also undid room ids that are in memory.
      this.#ids.clear()
      throw error
    }
  }

  #find(name: string): number | undefined {
    const known = this.#ids.get(name)
    if (known !== undefined) return known
    const found = this.#statements.findRoom.get(JSON.stringify(name))
    return found && this.#know(name, found.id)
  }

  #idOf(name: string): number {
    return (
      this.#find(name) ??
      this.#know(name, Number(this.#statements.insertRoom.run(JSON.stringify(name)).lastInsertRowid))
    )
  }

  #know(name: string, id: number): number {
    this.#ids.set(name, id)
    return id
  }
}

/** The places of one room's log rows. */
const inRoom = 'place BETWEEN (@room << 32) AND (@room << 32) + 4294967295'

function prepareStatements(db: SqliteDatabase) {
  return {
    findRoom: db.prepare<[string], { id: number }>('SELECT id FROM room WHERE name = ?'),
    insertRoom: db.prepare<[string]>('INSERT INTO room (name) VALUES (?)'),
    insertRow: db.prepare<{ room: number; seq: number; update: Uint8Array }>(`
      INSERT INTO log (place, seq, update_v1) VALUES (
        coalesce((SELECT max(place) + 1 FROM log WHERE ${inRoom}), @room << 32), @seq, @update)`),
    readLog: db.prepare<{ room: number }, { seq: number; update_v1: Uint8Array }>(
      `SELECT seq, update_v1 FROM log WHERE ${inRoom} ORDER BY place`,
    ),
    deleteLog: db.prepare<{ room: number; seq: number }>(`DELETE FROM log WHERE ${inRoom} AND seq <= @seq`),
    readSnapshot: db.prepare<[number], { seq: number; snapshot_v2: Uint8Array }>(
      'SELECT seq, snapshot_v2 FROM snapshot WHERE room = ?',
    ),
    putSnapshot: db.prepare<{ room: number; seq: number; snapshot: Uint8Array }>(`
      INSERT INTO snapshot (room, seq, snapshot_v2) VALUES (@room, @seq, @snapshot)
      ON CONFLICT (room) DO UPDATE SET seq = excluded.seq, snapshot_v2 = excluded.snapshot_v2
      WHERE excluded.seq >= snapshot.seq`),
  }
}
