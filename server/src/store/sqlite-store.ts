import type { AccessStore, Override } from '../room/access-store.ts'
import type { DocumentStore, LogRow, StoredDocument } from '../room/document-store.ts'
import type { SqliteWorkerData } from './sqlite-worker.ts'
import { Worker } from 'node:worker_threads'
import { StoreOpenError } from './store-open-error.ts'
import { packRows, unpackDocument } from './store-message.ts'
import { WorkerCalls } from './worker-calls.ts'
import { WorkerKeeper } from './worker-keeper.ts'

/**
 * Opens the store that keeps documents in `<dataDir>/coplane.db`, and creates the directory if it is missing.
 * One process at a time has a directory open; the lock is gone with the process, however it ends.
 *
 * ```ts
 * const store = await openSqliteStore('/data', (problem) => log.warn(problem))
 * await store.append([{ room: 'plan', seq: 1, update }])
 * ```
 *
 * @param onProblem gets a sentence for the operator's log when the write-ahead log could not be checkpointed, or when the worker thread died
 * and is replaced; no data is lost then
 * @throws StoreOpenError, whose message is one sentence, when the directory cannot be used
 */
export async function openSqliteStore(
  dataDir: string,
  onProblem: (problem: string) => void = (problem) => process.emitWarning(problem, 'CoplaneStoreWarning'),
): Promise<SqliteStore> {
  return keepSqliteStore(() => startSqliteWorker(dataDir), onProblem)
}

/**
 * The store over whatever worker `start` makes, and makes again when that one dies.
 *
 * @throws StoreOpenError when the first one cannot open
 */
export async function keepSqliteStore(
  start: () => Worker,
  onProblem: (problem: string) => void,
): Promise<SqliteStore> {
  const live = (): WorkerCalls => new WorkerCalls(start(), onProblem)
  const first = live()
  try {
    await first.opened
  } catch (error) {
    await first.exited
    throw new StoreOpenError(error instanceof Error ? error.message : String(error), { cause: error })
  }
  return new SqliteStore(new WorkerKeeper(first, live, onProblem))
}

/** The SQLite store as the server's thread sees it: all work on the disk is done by a worker thread. */
export class SqliteStore implements DocumentStore, AccessStore {
  readonly #calls: Pick<WorkerCalls, 'call' | 'close'>

  constructor(calls: Pick<WorkerCalls, 'call' | 'close'>) {
    this.#calls = calls
  }

  async load(room: string): Promise<StoredDocument | undefined> {
    const document = await this.#calls.call({ type: 'load', room })
    return document && unpackDocument(document)
  }

  async append(rows: readonly LogRow[]): Promise<void> {
    const packed = packRows(rows)
    await this.#calls.call({ type: 'append', rows: packed }, [packed.updates.bytes.buffer])
  }

  async fold(room: string, seq: number, snapshot: Uint8Array): Promise<void> {
    const copy = new Uint8Array(snapshot)
    await this.#calls.call({ type: 'fold', room, seq, snapshot: copy }, [copy.buffer])
  }

  loadOverrides(): Promise<readonly Override[]> {
    return this.#calls.call({ type: 'load-overrides' })
  }

  async putOverride(override: Override): Promise<void> {
    await this.#calls.call({ type: 'put-override', override })
  }

  async forgetOverrides(beforeMs: number): Promise<void> {
    await this.#calls.call({ type: 'forget-overrides', beforeMs })
  }

  close(): Promise<void> {
    return this.#calls.close()
  }
}

/** Starts the compiled worker, or its source where this file itself runs from source (development and tests). */
export function startSqliteWorker(dataDir: string): Worker {
  const workerData: SqliteWorkerData = { dataDir }
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./sqlite-worker.js', import.meta.url), { workerData })
  }
  // A plain `--import tsx` registers nothing in a worker thread: privatenumber/tsx#354.
  const registerTsx = `data:text/javascript,import { register } from '${import.meta.resolve('tsx/esm/api')}'; register()`
  return new Worker(new URL('./sqlite-worker.ts', import.meta.url), {
    workerData,
    execArgv: ['--import', registerTsx],
  })
}
