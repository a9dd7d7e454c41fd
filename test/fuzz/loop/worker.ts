import { parentPort, workerData } from 'node:worker_threads'
import { targets } from '../targets.ts'
import { Coverage } from './coverage.ts'
import { Fuzzer } from './fuzzer.ts'
import { countersName } from './instrument.ts'
import { sharedHeadBytes, type Job, type JobResult } from './job.ts'

/** One target's inputs, in a thread that can be ended when one of them does not end. */
const job = workerData as Job
const target = targets.find(({ name }) => name === job.target)!
const head = new Int32Array(job.shared, 0, 2)
const last = new Uint8Array(job.shared, sharedHeadBytes)
const counters = (globalThis as unknown as Record<string, Uint8Array>)[countersName]!
const coverage = new Coverage(counters)
const startMs = performance.now()
const fuzzer = new Fuzzer(target, {
  seed: job.seed,
  corpus: job.corpus,
  coverage,
  trying(input) {
    last.set(input)
    head[1] = input.length
    Atomics.add(head, 0, 1)
  },
})
await fuzzer.begin()
const known = fuzzer.corpus.length
while (fuzzer.inputs < job.inputs && performance.now() - startMs < job.deadlineMs) await fuzzer.step()
const result: JobResult = {
  inputs: fuzzer.inputs,
  seconds: (performance.now() - startMs) / 1000,
  branches: coverage.branches,
  findings: [...fuzzer.findings.values()],
  discovered: fuzzer.corpus.slice(known),
}
parentPort!.postMessage(result) // oxlint-disable-line unicorn/require-post-message-target-origin -- that is a window's
