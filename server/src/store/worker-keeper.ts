import type { AnswerTo, StoreRequest } from './store-message.ts'
import type { WorkerCalls } from './worker-calls.ts'

/**
 * Keeps a store's worker running: one that dies is replaced, after a wait that grows while its successors die as well. What
 * was asked of the dead one is rejected; what is asked meanwhile waits for the next and shares its fate.
 *
 * A worker that hangs is left alone. Only the system can hold it up, in a read or an fsync that nothing can interrupt and
 * that keeps the directory's lock; ending the thread there ends the process should the call fail in the end.
 */
export class WorkerKeeper {
  /** The worker that serves now or, while there is none, the next one; rejects when that one cannot open. */
  #life: Promise<WorkerCalls>
  #waitMs = firstWaitMs
  #isClosed = false
  /** Ends the wait for the next try. */
  #hurry: (() => void) | undefined
  readonly #start: () => WorkerCalls
  readonly #onProblem: (problem: string) => void

  /** @param first has opened its storage. @param start makes another one. */
  constructor(first: WorkerCalls, start: () => WorkerCalls, onProblem: (problem: string) => void) {
    this.#start = start
    this.#onProblem = onProblem
    this.#life = Promise.resolve(first)
    this.#watch(first)
  }

  async call<Request extends StoreRequest>(
    request: Request,
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<AnswerTo<Request>> {
    if (this.#isClosed) throw new Error('the store is closed')
    let worker = await this.#life
    // It has died and is not gone yet.
    while (worker.fault !== undefined && !this.#isClosed) {
      await worker.exited
      worker = await this.#life
    }
    return worker.call(request, transfer)
  }

  /** Lets the worker finish what it was asked, and starts no other. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#hurry?.()
    let worker: WorkerCalls
    try {
      worker = await this.#life
    } catch {
      // It could not be opened again: there is nothing to close, and its callers were told.
      return
    }
    await worker.close()
  }

  #watch(worker: WorkerCalls): void {
    const bornMs = performance.now()
    void worker.exited.then(() => {
      if (this.#isClosed) return
      if (performance.now() - bornMs > healthyMs) this.#waitMs = firstWaitMs
      this.#onProblem(
        `the store's worker is gone (${worker.fault}); another one is started in ${this.#waitMs} ms`,
      )
      this.#replace()
    })
  }

  #replace(): void {
    const waitMs = this.#waitMs
    this.#waitMs = Math.min(waitMs * 2, longestWaitMs)
    this.#life = this.#successor(waitMs)
    this.#life.catch((error: Error) => {
      if (this.#isClosed) return
      this.#onProblem(`the store could not be opened again: ${error.message}`)
      this.#replace()
    })
  }

  async #successor(waitMs: number): Promise<WorkerCalls> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs)
      this.#hurry = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    if (this.#isClosed) throw new Error('the store is closed')
    const worker = this.#start()
    try {
      await worker.opened
    } catch (error) {
      await worker.exited
      throw error
    }
    this.#watch(worker)
    return worker
  }
}

const firstWaitMs = 100
const longestWaitMs = 5_000
/** A worker that lived this long was a good one. */
const healthyMs = 10_000
