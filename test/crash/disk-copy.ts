import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as Y from 'yjs'
import { openDataDir } from '../../server/src/store/data-dir.ts'
import { SqliteLog } from '../../server/src/store/sqlite-log.ts'
import { scanWal } from '../../server/src/store/wal-scan.ts'
import { insist } from '../support/insist.ts'

interface StoredRoom {
  readonly doc: Y.Doc
  /** The newest tick on disk, and the newest that is in the snapshot. */
  readonly seq: number
  readonly snapshotSeq: number
}

/** A data directory as a killed server left it: copied before the next one recovers it, and read by itself. */
export class DiskCopy {
  /** Frames that the kill left of a transaction in the middle of being written. */
  readonly tornFrames: number
  private readonly path = mkdtempSync(join(tmpdir(), 'coplane-crash-copy-'))

  constructor(dataDir: string) {
    for (const name of ['coplane.db', 'coplane.db-wal'])
      if (existsSync(join(dataDir, name))) copyFileSync(join(dataDir, name), join(this.path, name))
    this.tornFrames = scanWal(join(this.path, 'coplane.db-wal')).tornFrames
  }

  /** Opens the database and replays every room's log. @throws Error when any of it is not as it should be. */
  read(): Map<string, StoredRoom> {
    const { db, close } = openDataDir(this.path)
    try {
      const verdict = db.pragma('integrity_check', { simple: true })
      insist(verdict === 'ok', `SQLite finds the database broken: ${String(verdict)}`)
      const log = new SqliteLog(db)
      const names = db.prepare<[], { name: string; seq: number | null }>(
        'SELECT name, seq FROM room LEFT JOIN snapshot ON snapshot.room = room.id',
      )
      return new Map(
        names.all().map(({ name, seq }) => {
          const room = JSON.parse(name) as string
          const stored = log.load(room)!
          const doc = new Y.Doc()
          if (stored.snapshot) Y.applyUpdateV2(doc, stored.snapshot)
          for (const update of stored.updates) Y.applyUpdate(doc, update)
          return [room, { doc, seq: stored.seq, snapshotSeq: seq ?? 0 }]
        }),
      )
    } finally {
      close()
    }
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}
