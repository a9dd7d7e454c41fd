import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { StoredDocument } from '../../server/src/room/document-store.ts'
import { openDataDir } from '../../server/src/store/data-dir.ts'
import { SqliteLog } from '../../server/src/store/sqlite-log.ts'
import { StoreOpenError } from '../../server/src/store/store-open-error.ts'
import { scanWal } from '../../server/src/store/wal-scan.ts'
import { SeededRandom } from '../support/sim/seeded-random.ts'
import { makeTempDir } from './temp-dir.ts'

const rooms = ['plan', 'other', 'third']
const frameBytes = 4_096 + 24
/** Hundreds of databases are opened here, and what is looked at is bytes and not whether they were synced. */
const memory = existsSync('/dev/shm') ? '/dev/shm' : undefined

/** Each room's document, as text: arrays of bytes are compared a hundred times as slowly. */
type Content = Readonly<Record<string, string | undefined>>

/** A write-ahead log as a machine that stopped leaves it, and what was acked when it had each length. */
interface Recorded {
  readonly dir: string
  readonly wal: Buffer
  /** Where the transactions end, oldest first; `contents[i]` was acked at `ends[i]`. */
  readonly ends: readonly number[]
  readonly contents: readonly Content[]
}

describe('a write-ahead log after a crash', { timeout: 120_000 }, () => {
  it.each(['all of it new', 'an older log behind it'])(
    '[TW1] cut anywhere behind the last acked commit it opens, with all that was acked and nothing of the rest: %s',
    (kind) => {
      const { dir, wal, ends, contents } = record(1, kind !== 'all of it new')
      const [acked, unacked] = ends.slice(-2) as [number, number]
      const random = new SeededRandom(2)
      const cuts = Array.from({ length: 30 }, () => acked + random.below(unacked - acked))
      for (let boundary = acked; boundary < unacked; boundary += frameBytes)
        cuts.push(boundary, boundary + 1, boundary + 24, boundary + frameBytes - 1)
      for (const cut of cuts)
        expect(contentOf(dir, wal.subarray(0, cut)), `cut at ${cut}`).toEqual(contents.at(-2))
      expect(contentOf(dir, wal.subarray(0, unacked))).toEqual(contents.at(-1))
    },
  )

  it.each(['all of it new', 'an older log behind it'])(
    '[TW2] garbled anywhere behind the last acked commit it opens, with all that was acked and nothing of the rest: %s',
    (kind) => {
      const { dir, wal, ends, contents } = record(3, kind !== 'all of it new')
      const [acked, unacked] = ends.slice(-2) as [number, number]
      const random = new SeededRandom(4)
      for (let run = 0; run < 50; run++) {
        const garbled = Buffer.from(wal)
        const at = acked + random.below(unacked - acked)
        const length = 1 + random.below(Math.min(5_000, unacked - at))
        for (let index = 0; index < length; index++) garbled[at + index]! ^= 1 + random.below(255)
        expect(contentOf(dir, garbled), `${length} bytes at ${at}`).toEqual(contents.at(-2))
      }
    },
  )

  it('[TW2] whatever lies behind the last commit, what is appended after the crash is there the next time', () => {
    const { dir, wal, ends } = record(5, true)
    const copy = copyOf(dir, Buffer.concat([wal.subarray(0, ends.at(-2)! + 100), Buffer.alloc(9_000, 7)]))
    for (const seq of [900, 901]) {
      const { db, close } = openDataDir(copy)
      new SqliteLog(db).append([{ room: 'plan', seq, update: Uint8Array.of(seq % 256) }])
      expect(new SqliteLog(db).load('plan')?.seq).toBe(seq)
      close()
    }
  })

  it('[TW3] damage before the last two commits is noticed: the store says where and does not open, let alone as an empty one', () => {
    const { dir, wal, ends, contents } = record(6, false)
    const random = new SeededRandom(7)
    for (let run = 0; run < 40; run++) {
      const garbled = Buffer.from(wal)
      const at = 32 + random.below(ends.at(-3)! - 32)
      garbled[at]! ^= 1 + random.below(255)
      const copy = copyOf(dir, garbled)
      const before = ends.filter((end) => end <= at).length - 1
      const brokenAt = at - ((at - 32) % frameBytes)
      const { message } = refusalOf(copy)
      expect(message).toContain(`is damaged at byte ${brokenAt}`)
      expect(readFileSync(join(copy, 'coplane.db-wal')).equals(garbled)).toBe(true)
      // What the sentence names as the way to go on without the rest.
      const [, size] = /truncate -s (\d+) /.exec(message) ?? []
      truncateSync(join(copy, 'coplane.db-wal'), Number(size))
      expect(contentIn(copy)).toEqual(contents[before] ?? empty)
    }
  })

  it.each([
    ['its header is overwritten', (wal: Buffer) => wal.fill(0xff, 0, 32)],
    ['a bit of its header flips', (wal: Buffer) => wal.writeUInt8(wal.readUInt8(17) ^ 4, 17)],
    ['its first pages are lost', (wal: Buffer) => wal.fill(0, 32, 32 + 2 * frameBytes)],
  ])('[TW3] nor does it open where %s', (_what, damage) => {
    const { dir, wal } = record(8, false)
    const garbled = Buffer.from(wal)
    damage(garbled)
    expect(refusalOf(copyOf(dir, garbled)).message).toContain('is damaged at byte')
  })

  it('[TW4] damage in the last commit cannot be told from a torn write: it goes as a whole, and only it', () => {
    const { dir, wal, ends, contents } = record(9, false)
    const random = new SeededRandom(10)
    const [last, end] = ends.slice(-2) as [number, number]
    for (let run = 0; run < 20; run++) {
      const garbled = Buffer.from(wal)
      garbled[last + random.below(end - last)]! ^= 1 + random.below(255)
      expect(contentOf(dir, garbled)).toEqual(contents.at(-2))
    }
  })

  it('[TW5] a log that was made and never written to is none', () => {
    const { dir, contents, ends, wal } = record(11, true)
    expect(contentOf(dir, Buffer.alloc(0))).toBeDefined()
    expect(contentOf(dir, Buffer.alloc(40_000))).toBeDefined()
    expect(scanWal(join(dir, 'coplane.db-wal'))).toMatchObject({ tornFrames: 0, damagedAt: undefined })
    expect(contentOf(dir, wal.subarray(0, ends.at(-1)))).toEqual(contents.at(-1))
  })
})

describe('a write-ahead log that is opened after a crash', () => {
  it('[TW6] is moved into the database, so that the remains of several crashes never add up to what looks like damage', () => {
    const { dir, wal, ends, contents } = record(12, false)
    const garbled = Buffer.from(wal)
    garbled[ends.at(-2)! + 40]! ^= 1
    const copy = copyOf(dir, garbled)
    const { db, close } = openDataDir(copy)
    expect(statSync(join(copy, 'coplane.db-wal')).size).toBe(0)
    expect(contentFrom(new SqliteLog(db))).toEqual(contents.at(-2))
    close()
  })
})

const empty: Content = Object.fromEntries(rooms.map((room) => [room, undefined]))

/** @param isReused whether the log was checkpointed before, so that frames of its former use lie behind the new ones. */
function record(seed: number, isReused: boolean): Recorded {
  const random = new SeededRandom(seed)
  const dir = makeTempDir(memory)
  const { db, close } = openDataDir(dir)
  onTestFinished(close)
  db.pragma('wal_autocheckpoint = 0')
  const log = new SqliteLog(db)
  let seq = 0
  const append = (): void => {
    log.append(
      Array.from({ length: 1 + random.below(4) }, () => ({
        room: random.pick(rooms)!,
        seq: ++seq,
        update: new Uint8Array(1 + random.below(9_000)).fill(random.below(256)),
      })),
    )
  }
  if (isReused) {
    for (let count = 0; count < 20; count++) append()
    db.pragma('wal_checkpoint(RESTART)')
  }
  const contents: Content[] = []
  const wal = join(dir, 'coplane.db-wal')
  const ends: number[] = []
  for (let count = 0; count < 12; count++) {
    if (count === 7) log.fold('plan', seq, new Uint8Array(20_000).fill(3))
    else append()
    contents.push(contentFrom(log))
    ends.push(scanWal(wal).commits.at(-1)!)
  }
  return { dir, wal: readFileSync(wal), ends, contents }
}

function contentFrom(log: SqliteLog): Content {
  return Object.fromEntries(rooms.map((room) => [room, textOf(log.load(room))]))
}

function textOf(stored: StoredDocument | undefined): string | undefined {
  if (!stored) return undefined
  const [snapshot, ...updates] = [stored.snapshot ?? new Uint8Array(0), ...stored.updates].map((bytes) =>
    createHash('sha1').update(bytes).digest('hex'),
  )
  return [stored.seq, snapshot, ...updates].join(' ')
}

/** The data directory of a live store as it is on disk now, with another log. */
function copyOf(dir: string, wal: Buffer): string {
  const copy = makeTempDir(memory)
  if (existsSync(join(dir, 'coplane.db'))) copyFileSync(join(dir, 'coplane.db'), join(copy, 'coplane.db'))
  writeFileSync(join(copy, 'coplane.db-wal'), wal)
  return copy
}

function contentOf(dir: string, wal: Buffer): Content {
  return contentIn(copyOf(dir, wal))
}

function contentIn(dir: string): Content {
  const { db, close } = openDataDir(dir)
  try {
    return contentFrom(new SqliteLog(db))
  } finally {
    close()
  }
}

function refusalOf(dir: string): Error {
  try {
    openDataDir(dir).close()
  } catch (error) {
    expect(error).toBeInstanceOf(StoreOpenError)
    return error as Error
  }
  throw new Error('it opened')
}
