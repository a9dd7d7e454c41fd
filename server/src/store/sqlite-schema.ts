import type { Database as SqliteDatabase } from 'better-sqlite3'
import Database from 'better-sqlite3'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { StoreOpenError } from './store-open-error.ts'

/** 'CPLN' in PRAGMA application_id: tells our file from another program's. */
const applicationId = 0x43504c4e

/**
 * One step for each format, oldest first; what has shipped never changes, a new format is a new step.
 *
 * `room.name` is the name as JSON: unlike UTF-8 it keeps lone surrogates and NUL apart, and a shell still shows it.
 * `log.place` is the room's id in the upper 32 bits and a count from 0 in the lower: append order, clustered by room.
 * Measured with 60 rooms an append, against PRIMARY KEY (room, seq, part) WITHOUT ROWID: appends take a quarter less
 * time and, with rows of 670 B, write a fifth less; against rows in global append order, a compaction's write takes an
 * eighth of the time.
 */
const migrations = [
  `
  CREATE TABLE room (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE TABLE snapshot (
    room INTEGER PRIMARY KEY REFERENCES room (id),
    seq INTEGER NOT NULL,
    snapshot_v2 BLOB NOT NULL
  ) STRICT;
  CREATE TABLE log (
    place INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL CHECK (seq BETWEEN 0 AND 4294967295),
    update_v1 BLOB NOT NULL
  ) STRICT;
  `,
  // Names as in `room.name`; no role for a user who may not come in.
  `
  CREATE TABLE access_override (
    room TEXT NOT NULL,
    user TEXT NOT NULL,
    role TEXT,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (room, user)
  ) STRICT, WITHOUT ROWID;
  `,
]

/** The format this version writes, in PRAGMA user_version. */
const storeFormat = migrations.length

/**
 * Refuses a database that a newer Coplane wrote, without changing a byte of the directory.
 *
 * @throws StoreOpenError for a newer format; SqliteError for a file that is no database
 */
export function checkFormat(dataDir: string, file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size === 0) return
  assertReadable(dataDir, hasLog(file) ? readLoggedFormat(file) : readHeaderFormat(file))
}

/** Brings an open database to `storeFormat` in one transaction. The caller holds the directory's lock. */
export function migrate(dataDir: string, db: SqliteDatabase): void {
  const format = readFormat(db)
  assertReadable(dataDir, format)
  const owner = db.pragma('application_id', { simple: true })
  const isEmpty = db.prepare('SELECT 1 FROM sqlite_schema').get() === undefined
  if (owner !== applicationId && !(format === 0 && isEmpty)) {
    throw new StoreOpenError(`data directory ${dataDir} holds a coplane.db that another program wrote`)
  }
  // A transaction even without a step to take: it fails now, not at the first append, where the file is read-only.
  db.transaction(() => {
    if (format === storeFormat) return
    for (const step of migrations.slice(format)) db.exec(step)
    db.pragma(`application_id = ${applicationId}`)
    db.pragma(`user_version = ${storeFormat}`)
  }).immediate()
}

function assertReadable(dataDir: string, format: number): void {
  if (format <= storeFormat) return
  throw new StoreOpenError(
    `data directory ${dataDir} was written by a newer Coplane ` +
      `(format ${format}; this version reads up to ${storeFormat})`,
  )
}

function hasLog(file: string): boolean {
  return (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
}

/** After a crash the newest header may still be in the write-ahead log, which only SQLite can read. */
function readLoggedFormat(file: string): number {
  const db = new Database(file, { readonly: true })
  try {
    return readFormat(db)
  } finally {
    db.close()
  }
}

/** Reads the bytes, because SQLite would leave a -wal and a -shm file behind even when it only reads. */
function readHeaderFormat(file: string): number {
  const header = Buffer.alloc(64)
  const fd = openSync(file, 'r')
  try {
    readSync(fd, header)
  } finally {
    closeSync(fd)
  }
  // Any other file is left for SQLite to refuse. Offset 60: https://www.sqlite.org/fileformat2.html#the_database_header
  return header.toString('latin1', 0, 16) === 'SQLite format 3\0' ? header.readInt32BE(60) : 0
}

function readFormat(db: SqliteDatabase): number {
  return Number(db.pragma('user_version', { simple: true }))
}
