import type { Worker } from 'node:worker_threads'
import type { AnswerTo, StoreAnswer, StoreCall, StoreReply, StoreRequest } from './store-message.ts'
import { openCallId } from './store-message.ts'

interface PendingCall {
  resolve(answer: StoreAnswer): void
  reject(error: Error): void
}

/** Calls into a store's worker: each settles, with the worker's reply or because there is no worker any more. */
export class WorkerCalls {
  /** Settles once the worker has opened its storage or has said why it cannot. */
  readonly opened: Promise<unknown>
  /** Resolves when the thread is gone, whatever ended it. */
  readonly exited: Promise<void>
  readonly #worker: Worker
  readonly #pending = new Map<number, PendingCall>()
  #lastId = openCallId
  #stopped: Error | undefined

  /** @param onProblem gets a sentence for the operator's log when the worker could not do something of its own */
  constructor(worker: Worker, onProblem: (problem: string) => void) {
    this.#worker = worker
    this.opened = this.#register(openCallId)
    this.exited = new Promise((resolve) => {
      worker.once('exit', (code) => {
        this.#fail(new Error(`the store's worker stopped with exit code ${code}`))
        resolve()
      })
    })
    worker.on('error', (error) =>
      this.#fail(new Error(`the store's worker died: ${String(error)}`, { cause: error })),
    )
    worker.on('messageerror', (error) => {
      this.#fail(error)
      void worker.terminate()
    })
    worker.on('message', (reply: StoreReply) => {
      if (reply.type === 'problem') onProblem(reply.problem)
      else this.#settle(reply)
    })
  }

  /** What ended the worker, or that it was closed; undefined while it serves. */
  get fault(): string | undefined {
    return this.#stopped?.message
  }

  /** Rejects when the worker could not do it, has died, or has been told to close. */
  async call<Request extends StoreRequest>(
    request: Request,
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<AnswerTo<Request>> {
    if (this.#stopped !== undefined) throw this.#stopped
    const id = ++this.#lastId
    this.#worker.postMessage({ id, request } satisfies StoreCall, transfer)
    // The worker answers each request in kind.
    return this.#register(id) as Promise<AnswerTo<Request>>
  }

  /** Lets the worker finish what it was asked, close its storage and end. Resolves at once if it is already gone. */
  async close(): Promise<void> {
    if (this.#stopped === undefined) {
      const closed = this.call({ type: 'close' })
      this.#stopped = new Error('the store is closed')
      await closed
    }
    await this.exited
  }

  #register(id: number): Promise<StoreAnswer> {
    return new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }))
  }

  #settle(reply: Exclude<StoreReply, { type: 'problem' }>): void {
    const call = this.#pending.get(reply.id)
    this.#pending.delete(reply.id)
    if (reply.type === 'done') call?.resolve(reply.answer)
    else call?.reject(new Error(reply.reason))
  }

  #fail(error: Error): void {
    this.#stopped ??= error
    for (const call of this.#pending.values()) call.reject(error)
    this.#pending.clear()
  }
}
