import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RunningProcess } from '../../loadtest/driver/running-process.ts'
import { temporaryDirectory } from '../support/coplane-process.ts'
import { replayOf } from '../stress/report.ts'
import { scenarios } from '../stress/scenarios.ts'
import { Suite } from '../stress/suite.ts'
import type { Scenario } from '../stress/scenario.ts'

/** Every draw of this run; whoever looks for failing ones uses `npm run stress -- --repeat`. */
const seed = 6

describe('the stress suite', () => {
  let suite: Suite
  beforeAll(async () => {
    suite = await Suite.open(seed)
  })
  afterAll(() => suite.close())

  async function expectToHold(scenario: Scenario): Promise<void> {
    const { failure } = await suite.play(scenario, seed)
    if (failure)
      throw new Error(`${failure.message}; ${replayOf({ id: scenario.id, seed })}`, { cause: failure })
  }

  test.for(scenarios.map((each) => [each.id, each.sentence, each] as const))('[%s] %s', ([, , scenario]) =>
    expectToHold(scenario),
  )

  test('[STR27] after everything the server holds no more than before', () => expectToHold(suite.last))
})

test('[STR90] no two scenarios have the same id', () => {
  const ids = scenarios.map(({ id }) => id)
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
})

test('[STR91] failures come first, each with its seed and the line that plays it again, and the exit code is 1', async () => {
  const folder = temporaryDirectory()
  const report = join(folder.path, 'report.json')
  const args = ['--also', 'test/stress/planted.ts', '--only', 'planted', '--seed', '77', '--report', report]
  const run = new RunningProcess(process.execPath, ['--import', 'tsx', 'test/stress/main.ts', ...args])
  expect(await run.exitCode).toBe(1)
  const lines = run.output.split('\n')
  const first = lines.findIndex((line) => line.startsWith('FAILED STR-planted-2'))
  expect(lines.slice(first, first + 6)).toEqual([
    expect.stringContaining('planted: an event that nobody sent is heard (seed 77'),
    '  the event: not within 200 ms',
    '  replay: npm run stress -- --seed 77 --only STR-planted-2',
    expect.stringMatching(/^FAILED STR-planted-3/),
    '  not over within 300 ms',
    '  replay: npm run stress -- --seed 77 --only STR-planted-3',
  ])
  expect(lines.findIndex((line) => line.startsWith('passed STR-planted-1 planted'))).toBeGreaterThan(first)
  expect(run.output).toContain('2 passed, 2 failed')
  const written = JSON.parse(readFileSync(report, 'utf8')) as {
    seed: number
    total: { failed: number }
    scenarios: { id: string; failure: string | null }[]
  }
  expect([written.seed, written.total.failed]).toEqual([77, 2])
  expect(written.scenarios.find(({ id }) => id === 'STR-planted-2')?.failure).toBe(
    'the event: not within 200 ms',
  )
  folder.remove()
})

test('[STR92] a scenario plays the same draws for the same seed', async () => {
  const draws: number[][] = []
  const drawing: Scenario = {
    id: 'draws',
    sentence: 'draws',
    run: (stage) => {
      draws.push([stage.random.next(), stage.random.next(), Math.random()])
      return Promise.resolve()
    },
  }
  const suite = await Suite.open(1)
  for (const each of [5, 5, 6]) await suite.play(drawing, each)
  await suite.close()
  expect(draws[1]).toEqual(draws[0])
  expect(draws[2]).not.toEqual(draws[0])
})
