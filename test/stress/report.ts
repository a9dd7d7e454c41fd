import { writeFileSync } from 'node:fs'
import { describeMachine, type Machine } from '../../loadtest/driver/machine.ts'
import { faultKinds, type FaultKind } from './fault-proxy/fault-tally.ts'
import { addHeld, nothingHeld, type Held } from './held.ts'
import type { Outcome } from './outcome.ts'

/** What a run held up and survived, for people and for files. */
interface StressReport {
  readonly seed: number
  readonly startedAt: string
  readonly seconds: number
  readonly machine: Omit<Machine, 'pinned'>
  readonly total: {
    readonly scenarios: number
    readonly failed: number
    readonly checks: number
    readonly held: Held
    readonly faults: Partial<Record<FaultKind, number>>
  }
  readonly scenarios: readonly object[]
}

export async function writeReport(
  path: string,
  seed: number,
  startedAt: Date,
  outcomes: readonly Outcome[],
): Promise<void> {
  const { pinned: _, ...machine } = await describeMachine()
  const report: StressReport = {
    seed,
    startedAt: startedAt.toISOString(),
    seconds: Math.round((Date.now() - startedAt.getTime()) / 1_000),
    machine,
    total: {
      scenarios: outcomes.length,
      failed: outcomes.filter(({ failure }) => failure).length,
      checks: outcomes.reduce((sum, { checks }) => sum + checks, 0),
      held: totalHeld(outcomes),
      faults: totalFaults(outcomes),
    },
    scenarios: outcomes.map(({ ms, failure, ...rest }) => ({
      ...rest,
      seconds: Math.round(ms / 100) / 10,
      failure: failure?.message ?? null,
    })),
  }
  writeFileSync(path, `${JSON.stringify(report, undefined, 2)}\n`)
}

/** The end of a run in words, failures first, each with the line that plays it again. */
export function summary(outcomes: readonly Outcome[]): string {
  const failed = outcomes.filter(({ failure }) => failure)
  const held = totalHeld(outcomes)
  const faults = Object.entries(totalFaults(outcomes)).map(([kind, count]) => `${kind} ${count}`)
  const checks = outcomes.reduce((sum, outcome) => sum + outcome.checks, 0)
  return [
    ...failed.map(
      (outcome) => `FAILED ${nameOf(outcome)}\n  ${reasonOf(outcome.failure)}\n  ${replayOf(outcome)}`,
    ),
    ...outcomes.filter(({ failure }) => !failure).map((outcome) => `passed ${nameOf(outcome)}`),
    `${outcomes.length - failed.length} passed, ${failed.length} failed; ${checks} checks`,
    `held: ${held.clients} clients, ${held.edits} edits, ${held.events} events, ${held.frames} frames`,
    `faults injected: ${faults.join(', ') || 'none'}`,
  ].join('\n')
}

/** The line that plays this one again. */
export function replayOf({ id, seed }: Pick<Outcome, 'id' | 'seed'>): string {
  return `replay: npm run stress -- --seed ${seed} --only ${id}`
}

function nameOf({ id, sentence, seed, ms, note }: Outcome): string {
  return `${id} ${sentence} (seed ${seed}, ${(ms / 1_000).toFixed(1)} s${note === '' ? '' : `; ${note}`})`
}

function reasonOf(failure: Error | undefined): string {
  const { message = '', cause } = failure ?? {}
  return cause instanceof Error ? `${message} (${cause.message})` : message
}

function totalHeld(outcomes: readonly Outcome[]): Held {
  const total = nothingHeld()
  for (const { held } of outcomes) addHeld(total, held)
  return total
}

function totalFaults(outcomes: readonly Outcome[]): Partial<Record<FaultKind, number>> {
  const sums = faultKinds.map(
    (kind) => [kind, outcomes.reduce((sum, { faults }) => sum + (faults[kind] ?? 0), 0)] as const,
  )
  return Object.fromEntries(sums.filter(([, sum]) => sum > 0))
}
