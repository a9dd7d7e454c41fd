import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { RunningProcess } from '../../loadtest/driver/running-process.ts'
import type { RunReport } from '../../loadtest/report/run-report.ts'
import { chromiumMissing, chromiumPath, describeUnless } from '../support/requirement.ts'

const main = join(import.meta.dirname, '../../loadtest/run/main.ts')
const dir = mkdtempSync(join(tmpdir(), 'coplane-test-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** Runs a scenario to its end, as its command line does: it ends with 0 only if every floor held. */
async function play(...args: readonly string[]): Promise<{ run: RunningProcess; report: RunReport }> {
  const out = join(dir, 'report.json')
  const run = new RunningProcess(process.execPath, ['--import', 'tsx', main, ...args, '--out', out], {
    ...process.env,
    TMPDIR: dir,
    K6_BROWSER_EXECUTABLE_PATH: chromiumPath,
  })
  onTestFinished(async () => {
    run.signal('SIGKILL')
    await run.exitCode
  })
  await run.exitCode
  return { run, report: JSON.parse(readFileSync(out, 'utf8')) as RunReport }
}

test('[LT70] every floor holds with 100 sessions on 100 nodes, and with 300 on 1,000', async () => {
  const size = ['--join', '3', '--warmup', '3', '--hold', '8', '--placement', 'shared']
  const { run, report } = await play('grid', '--grid', '100x100,1000x300', ...size)
  expect(await run.exitCode, run.output).toBe(0)
  expect(report.cells.map(({ name }) => name)).toEqual(['n100_s100', 'n1000_s300'])
  for (const { ledger, verdicts, editSeen } of report.cells) {
    expect(ledger.agrees).toBe(true)
    expect(editSeen.count).toBeGreaterThan(100)
    expect(verdicts.filter(({ kind }) => kind === 'floor').length).toBeGreaterThan(5)
  }
})

test('[LT71] a broken floor is named, and ends the command with 1', async () => {
  const size = ['--join', '1', '--warmup', '3', '--hold', '4', '--profile', 'stream', '--rate', '40']
  // Updates wait for their tick, on average half of its 250 ms.
  const { run, report } = await play('grid', '--grid', '30x20', ...size, '--tick-min', '250')
  expect(await run.exitCode, run.output).toBe(1)
  expect(report.complete).toBe(true)
  expect(run.output).toMatch(/BROKEN +n30_s20 +edit→seen P95: \d+.* \(≤ 100 ms\)/)
})

describeUnless(chromiumMissing, 'frames per second', () => {
  test('[LT72] every floor holds for both pages in a room of 50', async () => {
    const size = ['--grid', '200x50', '--join', '2', '--warmup', '4', '--hold', '5', '--set', 'CULLING=on']
    const { run, report } = await play('fps', ...size)
    expect(await run.exitCode, run.output).toBe(0)
    for (const { verdicts } of report.pages)
      expect(verdicts.some(({ what, kind }) => kind === 'floor' && what.includes('FPS'))).toBe(true)
  })
})
