import Database from 'better-sqlite3'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import {
  compact,
  isCompactionDue,
  maxLogRows,
  minCompactionBytes,
} from '../../server/src/store/compaction.ts'
import { contentOf, Drawing, restore } from './drawing.ts'
import { openStore } from './open-store.ts'
import { makeTempDir } from './temp-dir.ts'

describe('compaction', () => {
  it('[SC1] is due after too many rows, or bytes of more than 256 KiB and twice the snapshot', () => {
    expect(isCompactionDue({ rows: maxLogRows, bytes: minCompactionBytes, snapshotBytes: 0 })).toBe(false)
    expect(isCompactionDue({ rows: maxLogRows + 1, bytes: 1, snapshotBytes: 1 << 30 })).toBe(true)
    expect(isCompactionDue({ rows: 1, bytes: minCompactionBytes + 1, snapshotBytes: 0 })).toBe(true)
    expect(isCompactionDue({ rows: 1, bytes: 2_000_000, snapshotBytes: 1_000_000 })).toBe(false)
    expect(isCompactionDue({ rows: 1, bytes: 2_000_001, snapshotBytes: 1_000_000 })).toBe(true)
  })

  it('[SC2] keeps the document and drops what was overwritten in it', () => {
    const drawing = new Drawing()
    for (let step = 0; step < 1_000; step++) drawing.move(`node ${step % 3}`, step)
    const half = compact(undefined, drawing.updates.slice(0, 500))
    const whole = compact(half, drawing.updates.slice(500))
    const stored = { snapshot: whole, updates: [], seq: 0 }
    expect(contentOf(restore(stored))).toEqual(contentOf(drawing.doc))
    const loggedBytes = drawing.updates.reduce((sum, update) => sum + update.byteLength, 0)
    expect(whole.byteLength).toBeLessThan(loggedBytes / 10)
  })

  it('[SC3] keeps updates and deletions whose dependencies are missing, through any number of compactions', () => {
    const author = new Y.Doc()
    const updates: Uint8Array[] = []
    author.on('update', (update: Uint8Array) => updates.push(update))
    const text = author.getText('text')
    text.insert(0, 'abc')
    text.insert(3, 'def')
    text.delete(1, 3)
    const [first, ...late] = updates
    const pending = compact(compact(compact(undefined, late.slice(0, 1)), late.slice(1)), [])
    expect(restore({ snapshot: pending, updates: [], seq: 0 }).getText('text').toString()).toBe('')
    const resolved = compact(pending, [first!])
    expect(restore({ snapshot: resolved, updates: [], seq: 0 }).getText('text').toString()).toBe('aef')
  })

  it('[SC4] refuses a malformed update', () => {
    expect(() => compact(undefined, [...new Drawing().move('a', 1).updates, Uint8Array.of(255)])).toThrow(
      Error,
    )
    expect(() => compact(Uint8Array.of(255), [])).toThrow(Error)
  })
})

describe('SqliteStore compaction', { timeout: 120_000 }, () => {
  it('[SC5] folds a log of few, large rows too, and any number of rooms in turn', async () => {
    const dir = makeTempDir()
    const store = await openStore(dir)
    const drawing = new Drawing()
    drawing.doc.getMap('nodes').set('picture', 'x'.repeat(minCompactionBytes))
    const rooms = Array.from({ length: 20 }, (_, index) => `room ${index}`)
    await store.append(rooms.flatMap((room) => drawing.rows(room)))
    for (const room of rooms) {
      while ((await store.load(room))?.snapshot === undefined) continue
      expect(contentOf(restore(await store.load(room)))).toEqual(contentOf(drawing.doc))
    }
    await store.close()
    expect(count(dir, 'log')).toBe(0)
    expect(count(dir, 'snapshot')).toBe(20)
  })

  it('[SC6] writes the snapshot and deletes the rows together, or does neither, says so, and tries again later', async () => {
    const dir = makeTempDir()
    const { problems, problem } = collectProblems()
    const store = await openStore(dir, problem)
    alter(dir, `CREATE TRIGGER stuck BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'injected'); END`)
    const drawing = new Drawing()
    for (let step = 0; step <= maxLogRows; step++) drawing.move('node', step)
    const rows = drawing.rows('plan')
    await store.append(rows)
    while (problems.length === 0) await store.load('plan')
    expect(problems).toEqual(['room "plan" was not compacted: injected (SQLITE_CONSTRAINT_TRIGGER)'])
    expect(await store.load('plan')).toEqual({
      snapshot: undefined,
      updates: drawing.updates,
      seq: rows.length,
    })
    expect(count(dir, 'snapshot')).toBe(0)

    alter(dir, 'DROP TRIGGER stuck')
    await store.append(rows)
    while ((await store.load('plan'))?.snapshot === undefined) continue
    const loaded = await store.load('plan')
    expect(loaded).toMatchObject({ updates: [], seq: rows.length })
    expect(contentOf(restore(loaded))).toEqual(contentOf(drawing.doc))
    expect(problems).toHaveLength(1)
  })

  it('[SC7] leaves a log with a malformed row as it is, and the other rooms alone', async () => {
    const { problems, problem } = collectProblems()
    const store = await openStore(makeTempDir(), problem)
    const malformed = { room: 'broken', seq: 1, update: new Uint8Array(minCompactionBytes + 1).fill(255) }
    await store.append([malformed])
    while (problems.length === 0) await store.load('broken')
    expect(problems[0]).toMatch(/^room "broken" was not compacted: /)
    expect((await store.load('broken'))?.updates.map(hex)).toEqual([hex(malformed.update)])
    await store.append([{ room: 'plan', seq: 1, update: Uint8Array.of(0, 0) }])
    expect((await store.load('plan'))?.updates).toEqual([Uint8Array.of(0, 0)])
    expect(problems).toHaveLength(1)
  })

  it('[SC8] a log that was left long is folded when it is next loaded', async () => {
    const dir = makeTempDir()
    const drawing = new Drawing()
    for (let step = 0; step <= maxLogRows; step++) drawing.move('node', step)
    const { problems, problem } = collectProblems()
    const store = await openStore(dir, problem)
    alter(dir, `CREATE TRIGGER stuck BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'injected'); END`)
    await store.append(drawing.rows('plan'))
    while (problems.length === 0) await store.load('plan')
    await store.close()
    alter(dir, 'DROP TRIGGER stuck')

    const reopened = await openStore(dir)
    while ((await reopened.load('plan'))?.snapshot === undefined) continue
    expect(contentOf(restore(await reopened.load('plan')))).toEqual(contentOf(drawing.doc))
  })

  it('[SC9] a snapshot of one seq and later rows of the same seq are both loaded', async () => {
    const store = await openStore(makeTempDir())
    const drawing = new Drawing()
    drawing.doc.getMap('nodes').set('picture', 'x'.repeat(minCompactionBytes))
    await store.append(drawing.rows('plan', 5))
    while ((await store.load('plan'))?.snapshot === undefined) continue
    drawing.move('node', 1)
    await store.append([{ room: 'plan', seq: 5, update: drawing.updates[1]! }])
    const loaded = await store.load('plan')
    expect(loaded).toMatchObject({ updates: [drawing.updates[1]], seq: 5 })
    expect(contentOf(restore(loaded))).toEqual(contentOf(drawing.doc))
  })
})

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

function collectProblems(): { problems: string[]; problem: (sentence: string) => void } {
  const problems: string[] = []
  return { problems, problem: (sentence) => void problems.push(sentence) }
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
