import type { Held } from './held.ts'
import type { FaultKind } from './fault-proxy/fault-tally.ts'
import type { Scenario } from './scenario.ts'
import type { Server } from './server.ts'
import { SeededRandom } from '../support/sim/seeded-random.ts'
import { Stage, type Wishes } from './stage.ts'

/** How one run of a scenario went. */
export interface Outcome {
  readonly id: string
  readonly sentence: string
  readonly seed: number
  readonly ms: number
  readonly checks: number
  readonly held: Held
  readonly faults: Partial<Record<FaultKind, number>>
  /** A figure worth reading, or nothing. */
  readonly note: string
  /** Undefined when everything held. */
  readonly failure: Error | undefined
}

/** Plays a scenario to its end or its timeout, whichever is first, and cleans up behind it. Never rejects. */
export async function play(
  scenario: Scenario,
  seed: number,
  server: Server,
  wishes: Wishes,
): Promise<Outcome> {
  const startMs = performance.now()
  const timeoutMs = (scenario.timeoutMs ?? 20_000) + (wishes.minutes ?? 0) * 60_000
  const stage = new Stage(scenario.id, seed, server, timeoutMs, wishes)
  const systemRandom = Math.random
  // Session ids, jitter and backoff of the SDK come from it.
  Math.random = new SeededRandom(seed + 0x2545f491).next
  let failure = await within(timeoutMs, () => scenario.run(stage))
  const struck = await within(cleanUpMs, () => stage.strike())
  failure ??= struck
  Math.random = systemRandom
  if (server.hasEnded) failure ??= new Error('the shared server ended')
  const { id, sentence } = scenario
  const { checks, held, noted: note } = stage
  const faults = stage.tally.toJSON()
  return { id, sentence, seed, ms: performance.now() - startMs, checks, held, faults, note, failure }
}

const cleanUpMs = 10_000

/** @returns what it failed with, or that it was not over in time. */
async function within(timeoutMs: number, act: () => Promise<void>): Promise<Error | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Error>((resolve) => {
    timer = setTimeout(() => resolve(new Error(`not over within ${timeoutMs} ms`)), timeoutMs)
  })
  const acted = act().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  )
  try {
    return await Promise.race([acted, late])
  } finally {
    clearTimeout(timer)
  }
}
