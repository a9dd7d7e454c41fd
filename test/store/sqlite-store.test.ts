import Database from 'better-sqlite3'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { describe, expect, it, onTestFinished } from 'vitest'
import { SqliteStore, startSqliteWorker } from '../../server/src/store/sqlite-store.ts'
import { packRows } from '../../server/src/store/store-message.ts'
import { WorkerCalls } from '../../server/src/store/worker-calls.ts'
import { documentStoreContract } from './contract.ts'
import { openStore } from './open-store.ts'
import { makeTempDir } from './temp-dir.ts'

documentStoreContract('SqliteStore', async () => {
  const dir = makeTempDir()
  const store = await openStore(dir)
  const reopen = async () => {
    await store.close()
    return openStore(dir)
  }
  return { store, reopen }
})

describe('SqliteStore', { timeout: 120_000 }, () => {
  it('[SQ1] what was appended is there when the directory is opened again', async () => {
    const dir = makeTempDir()
    const store = await openStore(dir)
    await store.append([{ room: 'plan', seq: 3, update: Uint8Array.of(1, 2) }])
    await store.close()
    const reopened = await openStore(dir)
    await reopened.append([{ room: 'plan', seq: 4, update: Uint8Array.of(3) }])
    const updates = [Uint8Array.of(1, 2), Uint8Array.of(3)]
    expect(await reopened.load('plan')).toEqual({ snapshot: undefined, updates, seq: 4 })
  })

  it('[SQ2] an append that the disk refuses half-way leaves nothing behind, says why, and may be repeated', async () => {
    const dir = makeTempDir()
    const store = await openStore(dir)
    await store.append([{ room: 'plan', seq: 1, update: Uint8Array.of(1) }])
    alter(
      dir,
      `CREATE TRIGGER full BEFORE INSERT ON log WHEN NEW.seq = 13 BEGIN SELECT RAISE(ABORT, 'injected'); END`,
    )
    const rows = [
      { room: 'plan', seq: 12, update: Uint8Array.of(2) },
      { room: 'new', seq: 12, update: Uint8Array.of(3) },
      { room: 'newer', seq: 13, update: Uint8Array.of(4) },
    ]
    await expect(store.append(rows)).rejects.toThrow('injected (SQLITE_CONSTRAINT_TRIGGER)')
    expect(await store.load('plan')).toEqual({ snapshot: undefined, updates: [Uint8Array.of(1)], seq: 1 })
    expect(await store.load('new')).toBeUndefined()

    alter(dir, 'DROP TRIGGER full')
    await store.append(rows)
    expect((await store.load('plan'))?.updates).toEqual([Uint8Array.of(1), Uint8Array.of(2)])
    expect((await store.load('new'))?.updates).toEqual([Uint8Array.of(3)])
    expect((await store.load('newer'))?.updates).toEqual([Uint8Array.of(4)])
  })

  it('[SQ3] only the bytes of a view cross to the worker, not the buffer behind it', () => {
    const behind = new Uint8Array(1 << 20)
    const packed = packRows(
      [1, 2, 3].map((seq) => ({ room: 'plan', seq, update: behind.subarray(seq, seq + 2) })),
    )
    expect(packed.updates.bytes.buffer.byteLength).toBe(6)
    expect(behind.byteLength).toBe(1 << 20)
  })

  it('[SQ4] a worker that stops rejects what is pending and what comes later, and close still resolves', async () => {
    const worker = new Worker(
      `const { parentPort } = require('node:worker_threads')
       parentPort.postMessage({ type: 'done', id: 0 })
       parentPort.on('message', () => process.exit(3))`,
      { eval: true },
    )
    const store = await overWorker(worker)
    const pending = [store.load('plan'), store.append([{ room: 'plan', seq: 1, update: Uint8Array.of(1) }])]
    for (const call of pending)
      await expect(call).rejects.toThrow(`the store's worker stopped with exit code 3`)
    await expect(store.load('plan')).rejects.toThrow(`the store's worker stopped with exit code 3`)
    await store.close()
  })

  it('[SQ4] a worker that throws is named with what it threw', async () => {
    const worker = new Worker(
      `const { parentPort } = require('node:worker_threads')
       parentPort.postMessage({ type: 'done', id: 0 })
       parentPort.on('message', () => { throw new RangeError('out of cheese') })`,
      { eval: true },
    )
    const store = await overWorker(worker)
    await expect(store.load('plan')).rejects.toThrow(`the store's worker died: RangeError: out of cheese`)
    await expect(store.load('plan')).rejects.toThrow('out of cheese')
    await store.close()
  })

  it('[SQ4] a dead worker leaves its directory free, with all that it had made durable', async () => {
    const dir = makeTempDir()
    const worker = startSqliteWorker(dir)
    const store = await overWorker(worker)
    await store.append([{ room: 'plan', seq: 1, update: Uint8Array.of(1) }])
    await worker.terminate()
    await expect(store.load('plan')).rejects.toThrow(`the store's worker stopped`)
    const reopened = await openStore(dir)
    expect((await reopened.load('plan'))?.updates).toEqual([Uint8Array.of(1)])
  })
})

/** Changes the database behind the store's back. */
function alter(dir: string, sql: string): void {
  const db = new Database(join(dir, 'coplane.db'))
  db.exec(sql)
  db.close()
}

async function overWorker(worker: Worker): Promise<SqliteStore> {
  onTestFinished(async () => void (await worker.terminate()))
  const calls = new WorkerCalls(worker, () => {})
  await calls.opened
  return new SqliteStore(calls)
}
