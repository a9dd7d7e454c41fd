import Database from 'better-sqlite3'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { nodeClock } from '../../server/src/net/node-clock.ts'
import { roomLimits } from '../../server/src/room/room-limits.ts'
import { WrittenRooms } from '../support/written-rooms.ts'
import { contentOf, Drawing, restore } from './drawing.ts'
import { openStore } from './open-store.ts'
import { makeTempDir } from './temp-dir.ts'

describe('SqliteStore folding', { timeout: 120_000 }, () => {
  it('[SC5] the rows of a log that was folded leave the file, for any number of rooms in turn', async () => {
    const dir = makeTempDir()
    const store = await openStore(dir)
    const rooms = new WrittenRooms(store, nodeClock)
    const drawing = new Drawing()
    drawing.doc.getMap('nodes').set('picture', 'x'.repeat(roomLimits.minFoldBytes))
    const names = Array.from({ length: 20 }, (_, index) => `room ${index}`)
    for (const name of names) rooms.write(await rooms.open(name), drawing.updates)
    await rooms.journal.whenSettled()
    for (const name of names) {
      const loaded = await store.load(name)
      expect(loaded?.updates).toEqual([])
      expect(contentOf(restore(loaded))).toEqual(contentOf(drawing.doc))
    }
    await store.close()
    expect(count(dir, 'log')).toBe(0)
    expect(count(dir, 'snapshot')).toBe(20)
    expect(rooms.reports).toEqual([])
  })

  it('[SC6] writes the snapshot and deletes the rows together, or does neither and says so', async () => {
    const dir = makeTempDir()
    const store = await openStore(dir)
    alter(dir, `CREATE TRIGGER stuck BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'injected'); END`)
    const drawing = new Drawing()
    for (let step = 0; step < 10; step++) drawing.move('node', step)
    await store.append(drawing.rows('plan'))
    const snapshot = Y.encodeStateAsUpdateV2(drawing.doc)
    await expect(store.fold('plan', 10, snapshot)).rejects.toThrow('injected (SQLITE_CONSTRAINT_TRIGGER)')
    expect(await store.load('plan')).toEqual({ snapshot: undefined, updates: drawing.updates, seq: 10 })
    expect(count(dir, 'snapshot')).toBe(0)

    alter(dir, 'DROP TRIGGER stuck')
    await store.fold('plan', 10, snapshot)
    expect(await store.load('plan')).toEqual({ snapshot, updates: [], seq: 10 })
  })

  it('[SC6] a fold that fails with the first row of its room leaves no room behind', async () => {
    const dir = makeTempDir()
    const store = await openStore(dir)
    alter(dir, `CREATE TRIGGER full BEFORE INSERT ON snapshot BEGIN SELECT RAISE(ABORT, 'injected'); END`)
    await expect(store.fold('plan', 1, Uint8Array.of(1))).rejects.toThrow('injected')
    expect(await store.load('plan')).toBeUndefined()
    await store.append([{ room: 'plan', seq: 2, update: Uint8Array.of(2) }])
    expect((await store.load('plan'))?.updates).toEqual([Uint8Array.of(2)])
  })

  it('[SC7] a log with a malformed row is left as it is: its room cannot be opened, and the others can', async () => {
    const store = await openStore(makeTempDir())
    const rooms = new WrittenRooms(store, nodeClock)
    const malformed = new Uint8Array(roomLimits.minFoldBytes + 1).fill(255)
    await store.append([{ room: 'broken', seq: 1, update: malformed }])
    await expect(rooms.open('broken')).rejects.toThrow(Error)
    expect(rooms.reports).toEqual(['room "broken" could not be loaded'])
    await rooms.journal.whenSettled()
    expect((await store.load('broken'))?.updates.map(hex)).toEqual([hex(malformed)])
    await rooms.open('plan')
    expect(rooms.reports).toHaveLength(1)
  })

  it('[SC9] what is folded and what came later outlive the process, seq included', async () => {
    const dir = makeTempDir()
    const store = await openStore(dir)
    const rooms = new WrittenRooms(store, nodeClock)
    const drawing = new Drawing()
    drawing.doc.getMap('nodes').set('picture', 'x'.repeat(roomLimits.minFoldBytes))
    const room = await rooms.open('plan')
    rooms.write(room, drawing.updates.splice(0))
    await rooms.journal.whenSettled()
    drawing.move('node', 1)
    rooms.write(room, drawing.updates)
    await rooms.journal.whenSettled()
    await store.close()
    const loaded = await (await openStore(dir)).load('plan')
    expect(loaded?.updates).toHaveLength(1)
    expect(loaded?.seq).toBe(room.seq)
    expect(contentOf(restore(loaded))).toEqual(contentOf(drawing.doc))
  })
})

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

/** Changes the database behind the store's back. */
function alter(dir: string, sql: string): void {
  const db = new Database(join(dir, 'coplane.db'))
  db.exec(sql)
  db.close()
}

function count(dir: string, table: 'log' | 'snapshot'): unknown {
  const db = new Database(join(dir, 'coplane.db'), { readonly: true })
  const rows = db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  db.close()
  return rows
}
