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

function start(args: readonly string[], env: NodeJS.ProcessEnv): RunningProcess {
  const running = new RunningProcess(process.execPath, ['--import', 'tsx', main, 'fps', ...args], {
    ...process.env,
    TMPDIR: dir,
    ...env,
  })
  onTestFinished(async () => {
    running.signal('SIGKILL')
    await running.exitCode
  })
  return running
}

test('[FPS20] without a browser the run says so in one sentence and ends with 1', async () => {
  const named = start([], { K6_BROWSER_EXECUTABLE_PATH: '/nowhere/chromium' })
  expect(await named.exitCode).toBe(1)
  expect(named.output.trim()).toBe(
    'loadtest: K6_BROWSER_EXECUTABLE_PATH=/nowhere/chromium is no Chromium that runs',
  )
})

describeUnless(chromiumMissing, 'the FPS load test in smoke size', () => {
  test('[FPS21] both pages are watched in the room of a cell, and the ledger agrees with them in it', async () => {
    const out = join(dir, 'fps.json')
    const size = ['--grid', '100x20', '--join', '1', '--warmup', '2', '--hold', '3', '--set', 'CULLING=on']
    const running = start([...size, '--out', out], { K6_BROWSER_EXECUTABLE_PATH: chromiumPath })
    await running.exitCode
    const report = JSON.parse(readFileSync(out, 'utf8')) as RunReport
    expect(report.complete, running.output).toBe(true)
    expect(report.machine.chromium).toMatch(/^\d+\./)
    expect(report.cells.map(({ name, ledger }) => [name, ledger.agrees])).toEqual([
      ['demo_n100_s20', true],
      ['react-flow_n100_s20', true],
    ])
    expect(report.pages.map(({ name }) => name)).toEqual(['demo_n100_s20', 'react-flow_n100_s20'])
    for (const page of report.pages) {
      expect(page.seconds).toBeGreaterThanOrEqual(3)
      expect(page.series).toHaveLength(3)
      expect(page.fps.p50).toBeGreaterThan(0)
      expect(page.updatesApplied).toBeGreaterThan(0)
      expect(page.liveFrames).toBeGreaterThan(0)
      expect(page.receivedToPainted.count).toBeGreaterThan(0)
      expect(page.visibleNodes).toBeGreaterThan(0)
      expect(page.visibleNodes).toBeLessThan(100)
      expect(page.gaps).toBe(0)
    }
  })
})
