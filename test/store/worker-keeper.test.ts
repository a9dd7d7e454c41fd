import { Worker } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { nodeClock } from '../../server/src/net/node-clock.ts'
import { Counters } from '../../server/src/room/counters.ts'
import { Journal } from '../../server/src/room/journal.ts'
import { LogSize } from '../../server/src/room/log-size.ts'
import { keepSqliteStore, startSqliteWorker, type SqliteStore } from '../../server/src/store/sqlite-store.ts'
import { until } from '../support/until.ts'
import { contentOf, Drawing, restore } from './drawing.ts'
import { makeTempDir } from './temp-dir.ts'

const row = { room: 'plan', seq: 1, update: Uint8Array.of(1) }

interface Kept {
  readonly store: SqliteStore
  readonly problems: string[]
  /** Every worker so far, the newest last. */
  readonly workers: Worker[]
}

/** @param starts what the first lives are; later ones are real workers on the directory. */
async function keep(dir: string, ...starts: readonly (() => Worker)[]): Promise<Kept> {
  const problems: string[] = []
  const workers: Worker[] = []
  const start = (): Worker => {
    const worker = starts[workers.length]?.() ?? startSqliteWorker(dir)
    workers.push(worker)
    return worker
  }
  const store = await keepSqliteStore(start, (problem) => problems.push(problem))
  onTestFinished(() => store.close())
  return { store, problems, workers }
}

/** A worker that opens and then does this with whatever it is asked. */
function scripted(answer: string, resourceLimits = {}): () => Worker {
  return () =>
    new Worker(
      `const { parentPort } = require('node:worker_threads')
       parentPort.postMessage({ type: 'done', id: 0 })
       parentPort.on('message', (call) => { ${answer} })`,
      { eval: true, resourceLimits },
    )
}

describe('WorkerKeeper', { timeout: 60_000 }, () => {
  it.each([
    ['throws', scripted(`throw new RangeError('out of cheese')`), /RangeError: out of cheese/],
    ['leaves', scripted('process.exit(3)'), /exit code 3/],
    [
      'runs out of memory',
      scripted('const all = []; for (;;) all.push(new Array(10_000).fill({}))', {
        maxOldGenerationSizeMb: 16,
      }),
      /memory/,
    ],
  ])(
    '[SW1] a worker that %s rejects what it was asked, is replaced, and the call may be repeated',
    async (_, start, why) => {
      const { store, problems, workers } = await keep(makeTempDir(), start)
      await expect(store.append([row])).rejects.toThrow(why)
      await store.append([row])
      expect((await store.load('plan'))?.updates).toEqual([Uint8Array.of(1)])
      expect(workers).toHaveLength(2)
      expect(problems).toHaveLength(1)
      expect(problems[0]).toMatch(/^the store's worker is gone \(.*\); another one is started in 100 ms$/)
    },
  )

  it('[SW2] what is asked while there is no worker waits for the next one, in order', async () => {
    const { store, workers } = await keep(makeTempDir())
    await workers[0]!.terminate()
    const calls = [
      store.append([row]),
      store.fold('plan', 1, Uint8Array.of(7)),
      store.append([{ ...row, seq: 2 }]),
      store.load('plan'),
    ]
    expect((await Promise.all(calls)).at(-1)).toEqual({
      snapshot: Uint8Array.of(7),
      updates: [Uint8Array.of(1)],
      seq: 2,
    })
  })

  it('[SW3] a store that cannot be opened again says why to everybody who asks, goes on trying, and comes back', async () => {
    const dir = makeTempDir()
    const { store, problems, workers } = await keep(dir)
    await store.append([row])
    await workers[0]!.terminate()
    const taken = new Database(join(dir, 'coplane.lock'), { timeout: 0 })
    taken.exec('BEGIN EXCLUSIVE')
    await expect(store.load('plan')).rejects.toThrow('in use by another Coplane process')
    await expect(store.append([row])).rejects.toThrow('in use by another Coplane process')
    taken.close()
    await until('it works again', () => store.load('plan').then(Boolean, () => false))
    expect((await store.load('plan'))?.updates).toEqual([Uint8Array.of(1)])
    expect(problems).toContain(
      `the store could not be opened again: data directory ${dir} is in use by another Coplane process`,
    )
  })

  it('[SW4] close while there is no worker resolves at once and starts none', async () => {
    const { store, workers } = await keep(makeTempDir(), scripted('process.exit(3)'))
    await expect(store.load('plan')).rejects.toThrow('exit code 3')
    await until('it is gone', () => workers[0]!.threadId === -1)
    await store.close()
    await expect(store.load('plan')).rejects.toThrow('the store is closed')
    expect(workers).toHaveLength(1)
  })

  it('[SW5] a worker that is killed again and again under a journal costs nothing that was appended', async () => {
    const dir = makeTempDir()
    const { store, workers } = await keep(dir)
    const counters = new Counters()
    const journal = new Journal(store, nodeClock, counters, () => undefined)
    const drawing = new Drawing()
    let storedSeq = 0
    let seq = 0
    const room = {
      name: 'plan',
      log: new LogSize(undefined),
      snapshot: () => ({ seq, snapshot: new Uint8Array(0) }),
      stored: (upTo: number) => {
        storedSeq = upTo
      },
    }
    for (let kill = 0; kill < 5; kill++) {
      const alive = workers.length
      for (let edit = 0; edit < 20; edit++) {
        drawing.move(`node ${seq % 7}`, seq)
        journal.append(room, ++seq, drawing.updates.at(-1)!)
      }
      // At another moment of the commit each time.
      for (let turn = 0; turn < kill; turn++) await new Promise((resolve) => setImmediate(resolve))
      await workers.at(-1)!.terminate()
      await until('another one was started', () => workers.length > alive)
    }
    await journal.whenSettled()
    expect(storedSeq).toBe(seq)
    expect(counters.storeFailures).toBeGreaterThan(0)
    const stored = await store.load('plan')
    expect(stored?.seq).toBe(seq)
    expect(contentOf(restore(stored))).toEqual(contentOf(drawing.doc))
  })
})
