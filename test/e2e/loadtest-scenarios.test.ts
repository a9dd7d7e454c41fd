import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { RunningProcess } from '../../loadtest/driver/running-process.ts'
import type { CellReport, RunReport } from '../../loadtest/report/run-report.ts'

const main = join(import.meta.dirname, '../../loadtest/run/main.ts')
/** Timings are those of a machine that does other things as well, so that only a real run judges them. */
const timed = /P95|_ms\b|exit code of k6/

/** Plays a scenario in small. @returns its cells, after everything but timings has held, in k6 as well. */
async function play(scenario: string, grid: string, more: readonly string[]): Promise<readonly CellReport[]> {
  const dir = mkdtempSync(join(tmpdir(), 'coplane-test-'))
  const out = join(dir, 'report.json')
  const small = ['--grid', grid, '--join', '1', '--warmup', '1', '--writers', '0.5', '--oracles', '1']
  const args = ['--import', 'tsx', main, scenario, ...small, '--out', out, ...more]
  const run = new RunningProcess(process.execPath, args)
  onTestFinished(async () => {
    run.terminate()
    await run.exitCode
    rmSync(dir, { recursive: true, force: true })
  })
  await run.exitCode
  expect(run.output).toContain(`report: ${out}`)
  const crossed = [...run.output.matchAll(/thresholds on metrics '([^']*)'/g)].flatMap(([, names]) =>
    names!.split(', '),
  )
  expect(crossed.filter((name) => !timed.test(name))).toEqual([])
  const { cells, complete } = JSON.parse(readFileSync(out, 'utf8')) as RunReport
  expect(complete).toBe(true)
  const broken = cells
    .flatMap(({ verdicts }) => verdicts)
    .filter(({ held, kind }) => !held && kind === 'floor')
  expect(broken.filter(({ what }) => !timed.test(what))).toEqual([])
  return cells
}

test('[LT-EV10] on the event lane everybody hears everything once and in order, whoever comes back as well', async () => {
  const [cell] = await play('events', '30x20', ['--hold', '8', '--set', 'SOCKETS_PER_VU=10'])
  expect(cell!.profile).toBe('events')
  expect(cell!.reconnects).toBeGreaterThan(0)
  expect(cell!.eventSeen!.count).toBeGreaterThan(500)
  expect(cell!.ledger).toMatchObject({ agrees: true, event: { gaps: 0 } })
})

test('[LT-ST10] whoever is cut in a storm is back, and holds the newest tick', async () => {
  const [cell] = await play('reconnect-storm', '30x40', ['--hold', '6', '--set', 'SOCKETS_PER_VU=20'])
  expect(cell!.reconnects).toBe(39)
  expect(cell!.oracle).toEqual({ clients: 1, equal: true })
})

test('[LT-BN13] the bad network is seen in the latency, and in nothing else', async () => {
  const [near, far] = await play('network', '30x10', ['--hold', '6'])
  expect(far!.name).toBe(`${near!.name}_bad-network`)
  // Two ways of 20 ms at the least, one of them the sender's.
  expect(far!.editSeen.p50).toBeGreaterThan(40)
  expect(far!.ledger).toMatchObject({ agrees: true, document: { gaps: 0 } })
})
