import type { Database as SqliteDatabase } from 'better-sqlite3'
import type { LogRow, StoredDocument } from '../room/document-store.ts'
import type { LogSize } from './compaction.ts'
import { LRUCache } from 'lru-cache'
import { compact, isCompactionDue } from './compaction.ts'

/** Rooms whose size is kept in memory, about 100 B each; others are counted again when they are next written. */
const maxKnownRooms = 10_000

interface RoomLog extends LogSize {
  readonly id: number
  rows: number
  bytes: number
  snapshotBytes: number
  /** Not compacted again before it has this many rows: a log that cannot be folded costs O(1) tries per row. */
  retryAtRows: number
}

/** The tables of an open database as one room log each. Synchronous: it runs in the worker. */
export class SqliteLog {
  readonly #known = new LRUCache<string, RoomLog>({ max: maxKnownRooms })
  readonly #statements: ReturnType<typeof prepareStatements>
  readonly #appendAll: (rows: readonly LogRow[]) => void
  readonly #writeSnapshot: (room: number, seq: number, snapshot: Uint8Array) => void

  constructor(db: SqliteDatabase) {
    const statements = prepareStatements(db)
    this.#statements = statements
    const appendAll = db.transaction((rows: readonly LogRow[]) => {
      for (const row of rows) this.#append(row)
    })
    const writeSnapshot = db.transaction((room: number, seq: number, snapshot: Uint8Array) => {
      statements.replaceSnapshot.run(room, seq, snapshot)
      statements.deleteLog.run({ room })
    })
    this.#appendAll = (rows) => appendAll.immediate(rows)
    this.#writeSnapshot = (room, seq, snapshot) => writeSnapshot.immediate(room, seq, snapshot)
  }

  /** Appends all rows in one transaction, or throws and has changed nothing. */
  append(rows: readonly LogRow[]): void {
    try {
      this.#appendAll(rows)
    } catch (error) {
      // The rollback also undid room ids and sizes that are in memory.
      this.#known.clear()
      throw error
    }
  }

  load(name: string): StoredDocument | undefined {
    const room = this.#find(name)
    return room && this.#read(room.id)
  }

  /**
   * Folds one room's log into its snapshot if it has outgrown it, or throws and has changed nothing.
   *
   * @returns whether there was work to do
   */
  compact(name: string): boolean {
    const room = this.#find(name)
    if (room === undefined || room.rows < room.retryAtRows || !isCompactionDue(room)) return false
    room.retryAtRows = 2 * room.rows
    const { snapshot, updates, seq } = this.#read(room.id)
    const folded = compact(snapshot, updates)
    this.#writeSnapshot(room.id, seq, folded)
    Object.assign(room, { rows: 0, bytes: 0, snapshotBytes: folded.byteLength, retryAtRows: 0 })
    return true
  }

  #read(room: number): StoredDocument {
    const snapshot = this.#statements.readSnapshot.get(room)
    const rows = this.#statements.readLog.all({ room })
    // The newest row has the highest seq, unless an append was repeated.
    const seq = rows.reduce((highest, row) => Math.max(highest, row.seq), snapshot?.seq ?? 0)
    return { snapshot: snapshot?.snapshot_v2, updates: rows.map((row) => row.update_v1), seq }
  }

  #append({ room: name, seq, update }: LogRow): void {
    const room = this.#find(name) ?? this.#create(name)
    this.#statements.insertRow.run({ room: room.id, seq, update })
    room.rows += 1
    room.bytes += update.byteLength
  }

  #find(name: string): RoomLog | undefined {
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const found = this.#statements.findRoom.get(JSON.stringify(name))
    if (found === undefined) return undefined
    const size = this.#statements.measure.get({ room: found.id })
    return size && this.#know(name, { ...found, ...size, retryAtRows: 0 })
  }

  #create(name: string): RoomLog {
    const id = Number(this.#statements.insertRoom.run(JSON.stringify(name)).lastInsertRowid)
    return this.#know(name, { id, rows: 0, bytes: 0, snapshotBytes: 0, retryAtRows: 0 })
  }

  #know(name: string, room: RoomLog): RoomLog {
    this.#known.set(name, room)
    return room
  }
}

/** The places of one room's log rows. */
const inRoom = 'place BETWEEN (@room << 32) AND (@room << 32) + 4294967295'

function prepareStatements(db: SqliteDatabase) {
  return {
    findRoom: db.prepare<[string], { id: number }>('SELECT id FROM room WHERE name = ?'),
    insertRoom: db.prepare<[string]>('INSERT INTO room (name) VALUES (?)'),
    measure: db.prepare<{ room: number }, LogSize>(`
      SELECT count(*) AS rows, coalesce(sum(length(update_v1)), 0) AS bytes,
        coalesce((SELECT length(snapshot_v2) FROM snapshot WHERE room = @room), 0) AS snapshotBytes
      FROM log WHERE ${inRoom}`),
    insertRow: db.prepare<{ room: number; seq: number; update: Uint8Array }>(`
      INSERT INTO log (place, seq, update_v1) VALUES (
        coalesce((SELECT max(place) + 1 FROM log WHERE ${inRoom}), @room << 32), @seq, @update)`),
    readLog: db.prepare<{ room: number }, { seq: number; update_v1: Uint8Array }>(
      `SELECT seq, update_v1 FROM log WHERE ${inRoom} ORDER BY place`,
    ),
    deleteLog: db.prepare<{ room: number }>(`DELETE FROM log WHERE ${inRoom}`),
    readSnapshot: db.prepare<[number], { seq: number; snapshot_v2: Uint8Array }>(
      'SELECT seq, snapshot_v2 FROM snapshot WHERE room = ?',
    ),
    replaceSnapshot: db.prepare<[number, number, Uint8Array]>(
      'INSERT OR REPLACE INTO snapshot (room, seq, snapshot_v2) VALUES (?, ?, ?)',
    ),
  }
}
