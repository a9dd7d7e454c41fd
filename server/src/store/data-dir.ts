import type { Database as SqliteDatabase } from 'better-sqlite3'
import Database from 'better-sqlite3'
import { accessSync, constants, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { reasonOf } from './failure-reason.ts'
import { checkFormat, migrate } from './sqlite-schema.ts'
import { StoreOpenError } from './store-open-error.ts'
import { scanWal } from './wal-scan.ts'

/** An open data directory; nobody else can open it until `close`, or until the process is gone. */
export interface DataDir {
  readonly db: SqliteDatabase
  close(): void
}

/**
 * Opens a data directory, creating what is missing.
 *
 * @throws StoreOpenError when it cannot be created, read or written, is in use, or is not ours to write
 */
export function openDataDir(dataDir: string): DataDir {
  createDirectory(dataDir)
  const file = join(dataDir, 'coplane.db')
  const opened: SqliteDatabase[] = []
  const close = (): void => {
    // The lock last, so that nobody finds the directory free while the database is still being closed.
    while (opened.length > 0) opened.pop()!.close()
  }
  try {
    checkFormat(dataDir, file)
    opened.push(lockDirectory(dataDir))
    assertLogWhole(`${file}-wal`)
    const db = new Database(file)
    opened.push(db)
    migrate(dataDir, db)
    makeDurable(db)
    // Opening waits for a program that has just finished with the file; from here on the journal waits, and it tells.
    db.pragma(`busy_timeout = ${busyMs}`)
    emptyLog(db)
    return { db, close }
  } catch (error) {
    close()
    if (error instanceof StoreOpenError) throw error
    throw new StoreOpenError(`database ${file} cannot be opened: ${reasonOf(error)}`, { cause: error })
  }
}

/** How long one call may wait inside SQLite for another program's lock, where nothing can interrupt it. */
const busyMs = 250

function createDirectory(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true })
  } catch (error) {
    const isFile = (error as NodeJS.ErrnoException).code === 'EEXIST'
    const fault = isFile ? 'is a file, not a directory' : `cannot be created: ${reasonOf(error)}`
    throw new StoreOpenError(`data directory ${dataDir} ${fault}`, { cause: error })
  }
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new StoreOpenError(`data directory ${dataDir} is not writable: ${reasonOf(error)}`, {
      cause: error,
    })
  }
}

/**
 * Takes the lock in a file of its own, so that backup tools can still read coplane.db. It is a lock of the operating
 * system's, which a killed process cannot leave behind.
 */
function lockDirectory(dataDir: string): SqliteDatabase {
  const file = join(dataDir, 'coplane.lock')
  let lock: SqliteDatabase | undefined
  try {
    lock = new Database(file, { timeout: 0 })
    // Else the transaction would open a journal file beside it.
    lock.pragma('journal_mode = MEMORY')
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock?.close()
    const isBusy = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')
    throw new StoreOpenError(
      isBusy
        ? `data directory ${dataDir} is in use by another Coplane process`
        : `lock file ${file} cannot be locked: ${reasonOf(error)}`,
      { cause: error },
    )
  }
}

/** SQLite takes a log up to the first frame that does not hold, and gives no sign that there was more. */
function assertLogWhole(wal: string): void {
  const { commits, damagedAt } = scanWal(wal)
  if (damagedAt === undefined) return
  throw new StoreOpenError(
    `write-ahead log ${wal} is damaged at byte ${damagedAt}, and what was stored behind it cannot be read: ` +
      `restore a backup, or give it up by truncate -s ${commits.at(-1) ?? 0} ${wal}`,
  )
}

/**
 * Moves the log into the database, so that what a crash left in it is gone: the remains of two would look like damage.
 * A program that reads the database puts it off, and so does a full disk.
 */
function emptyLog(db: SqliteDatabase): void {
  try {
    db.pragma('wal_checkpoint(TRUNCATE)')
  } catch (error) {
    // Nothing is lost by it: the log stays, and checkpoints come again.
    if (!(error instanceof Database.SqliteError)) throw error
  }
}

/** Every commit is one fsync of the write-ahead log; the database file is synced at checkpoints. */
function makeDurable(db: SqliteDatabase): void {
  const mode = db.pragma('journal_mode = WAL', { simple: true })
  if (mode !== 'wal')
    throw new Error(`its file system cannot hold a write-ahead log (journal mode ${String(mode)})`)
  db.pragma('synchronous = FULL')
}
