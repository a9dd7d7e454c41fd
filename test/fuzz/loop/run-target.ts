import { Worker } from 'node:worker_threads'
import type { Target } from '../target.ts'
import { sharedHeadBytes, type Job, type JobResult } from './job.ts'

/**
 * Runs one target in a thread of its own. An input that takes longer than `hangMs`, or more memory than a tab would be given,
 * is a finding like any other, and the last one.
 */
export async function runTarget(
  worker: string,
  target: Target,
  job: Omit<Job, 'shared' | 'target'>,
): Promise<JobResult> {
  const shared = new SharedArrayBuffer(sharedHeadBytes + 64 * 1024)
  const head = new Int32Array(shared, 0, 2)
  const thread = new Worker(worker, {
    workerData: { ...job, target: target.name, shared } satisfies Job,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  })
  const startMs = performance.now()
  const ended = (message: string): JobResult => ({
    inputs: head[0]!,
    seconds: (performance.now() - startMs) / 1000,
    branches: 0,
    findings: [{ message, input: new Uint8Array(shared, sharedHeadBytes, head[1]).slice() }],
    discovered: [],
  })
  let seen = -1
  let sinceMs = startMs
  return new Promise((resolve) => {
    const watch = setInterval(() => {
      if (head[0] !== seen) {
        seen = head[0]!
        sinceMs = performance.now()
      } else if (performance.now() - sinceMs > hangMs) finish(ended(`took more than ${hangMs / 1000} s`))
    }, 500)
    const finish = (result: JobResult): void => {
      clearInterval(watch)
      resolve(result)
      void thread.terminate()
    }
    thread.once('message', (result: JobResult) => finish(result))
    thread.once('error', (error) => finish(ended(String(error))))
  })
}

const hangMs = 10_000
const heapMb = 1_024
