import Database from 'better-sqlite3'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openSqliteStore } from '../../server/src/store/sqlite-store.ts'
import { StoreOpenError } from '../../server/src/store/store-open-error.ts'
import { openStore } from './open-store.ts'
import { makeTempDir } from './temp-dir.ts'

const row = { room: 'plan', seq: 1, update: Uint8Array.of(1) }

describe('openSqliteStore', { timeout: 120_000 }, () => {
  it('[SO1] a directory that does not exist is created, with its parents', async () => {
    const dir = join(makeTempDir(), 'a', 'b')
    const store = await openStore(dir)
    await store.append([row])
    expect((await store.load('plan'))?.seq).toBe(1)
  })

  it('[SO1] an empty coplane.db, as a crash right after its creation leaves it, is a new one', async () => {
    const dir = makeTempDir()
    writeFileSync(join(dir, 'coplane.db'), '')
    const store = await openStore(dir)
    await store.append([row])
    expect((await store.load('plan'))?.seq).toBe(1)
  })

  it('[SO2] a path that is a file is refused', async () => {
    const file = join(makeTempDir(), 'file')
    writeFileSync(file, 'mine')
    await expectRefusal(file, `data directory ${file} is a file, not a directory`)
    expect(readFileSync(file, 'utf8')).toBe('mine')
  })

  it('[SO2] a directory that cannot be created is refused', async () => {
    const file = join(makeTempDir(), 'file')
    writeFileSync(file, 'mine')
    const dir = join(file, 'data')
    await expectRefusal(dir, `data directory ${dir} cannot be created: not a directory (ENOTDIR)`)
  })

  it('[SO2] a directory whose files cannot be created is refused', async () => {
    const dir = makeTempDir()
    const lock = join(dir, 'coplane.lock')
    mkdirSync(lock)
    await expectRefusal(
      dir,
      `lock file ${lock} cannot be locked: unable to open database file (SQLITE_CANTOPEN)`,
    )
  })

  it('[SO3] a newer format is refused, and no byte of the directory changes', async () => {
    const dir = await writtenDir()
    setFormat(dir, 7)
    const before = bytesIn(dir)
    await expectRefusal(dir, newerFormat(dir, 7))
    expect(bytesIn(dir)).toEqual(before)
  })

  it('[SO3] a newer format that a crash left in the write-ahead log is refused, and no byte of the data changes', async () => {
    const live = await writtenDir()
    const db = new Database(join(live, 'coplane.db'))
    db.pragma('user_version = 7')
    const dir = makeTempDir()
    cpSync(live, dir, { recursive: true })
    db.close()
    const before = bytesIn(dir)
    expect(before['coplane.db-wal']?.byteLength).toBeGreaterThan(0)
    await expectRefusal(dir, newerFormat(dir, 7))
    // The -shm file is a scratch index of the log, which reading it may rebuild.
    expect({ ...bytesIn(dir), 'coplane.db-shm': undefined }).toEqual({
      ...before,
      'coplane.db-shm': undefined,
    })
  })

  it('[SO4] a file that is no database is refused, and left as it is', async () => {
    const dir = makeTempDir()
    const file = join(dir, 'coplane.db')
    writeFileSync(file, 'shopping list\n'.repeat(1_000))
    await expectRefusal(dir, `database ${file} cannot be opened: file is not a database (SQLITE_NOTADB)`)
    expect(readFileSync(file, 'utf8')).toBe('shopping list\n'.repeat(1_000))
  })

  it('[SO4] a database of another program is refused, and left as it is', async () => {
    const dir = makeTempDir()
    const db = new Database(join(dir, 'coplane.db'))
    db.exec('CREATE TABLE recipe (name)')
    db.close()
    const before = bytesIn(dir)['coplane.db']
    await expectRefusal(dir, `data directory ${dir} holds a coplane.db that another program wrote`)
    expect(bytesIn(dir)['coplane.db']).toEqual(before)
  })

  it('[SO4] a database whose schema is corrupt is refused', async () => {
    const dir = await writtenDir()
    overwrite(dir, 100, 4_096)
    const file = join(dir, 'coplane.db')
    await expectRefusal(
      dir,
      `database ${file} cannot be opened: database disk image is malformed (SQLITE_CORRUPT)`,
    )
  })

  it('[SO5] where the data is corrupt, a load rejects and does not pass for an empty room', async () => {
    const dir = await writtenDir()
    overwrite(dir, 4_096)
    const store = await openStore(dir)
    await expect(store.load('plan')).rejects.toThrow('database disk image is malformed (SQLITE_CORRUPT')
    await expect(store.append([row])).rejects.toThrow('database disk image is malformed (SQLITE_CORRUPT')
  })

  it('[SO6] other programs can read the database while the store is open, and none of them stops it', async () => {
    const dir = makeTempDir()
    const store = await openStore(dir)
    await store.append([row])
    const backup = new Database(join(dir, 'coplane.db'), { readonly: true })
    backup.exec('BEGIN')
    expect(backup.prepare('SELECT name FROM room').all()).toEqual([{ name: '"plan"' }])
    await store.append([{ ...row, seq: 2 }])
    expect(backup.prepare('SELECT count(*) AS rows FROM log').get()).toEqual({ rows: 1 })
    backup.close()
    expect((await store.load('plan'))?.seq).toBe(2)
  })

  it('[SO7] a closed store has left nothing in its write-ahead log', async () => {
    const dir = await writtenDir()
    expect(readdirSync(dir)).toEqual(['coplane.db', 'coplane.lock'])
    expect(existsSync(join(dir, 'coplane.db-wal'))).toBe(false)
  })
})

async function writtenDir(): Promise<string> {
  const dir = makeTempDir()
  const store = await openStore(dir)
  await store.append([row])
  await store.close()
  return dir
}

async function expectRefusal(dir: string, sentence: string): Promise<void> {
  const refusal: unknown = await openSqliteStore(dir).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(StoreOpenError)
  expect(refusal).toHaveProperty('message', sentence)
}

function newerFormat(dir: string, format: number): string {
  return `data directory ${dir} was written by a newer Coplane (format ${format}; this version reads up to 2)`
}

function setFormat(dir: string, format: number): void {
  const db = new Database(join(dir, 'coplane.db'))
  db.pragma(`user_version = ${format}`)
  db.close()
}

function bytesIn(dir: string): Record<string, Buffer | undefined> {
  return Object.fromEntries(readdirSync(dir).map((name) => [name, readFileSync(join(dir, name))]))
}

/** Overwrites the database from one offset up to another, or to its end. */
function overwrite(dir: string, start: number, end?: number): void {
  const file = join(dir, 'coplane.db')
  writeFileSync(file, readFileSync(file).fill(0xff, start, end))
}
