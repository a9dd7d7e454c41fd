import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { RunningProcess } from '../../loadtest/driver/running-process.ts'
import type { PeerReport } from '../../loadtest/peers/peer-report.ts'
import { until } from '../support/until.ts'

const folder = mkdtempSync(join(tmpdir(), 'coplane-peers-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function compare(...args: readonly string[]): RunningProcess {
  const main = join(import.meta.dirname, '../../loadtest/peers/main.ts')
  return new RunningProcess(process.execPath, ['--import', 'tsx', main, ...args])
}

test('[LT-P9] the comparison runs every peer, accounts for every delivery, and finds Coplane ahead', async () => {
  const file = join(folder, 'peers.json')
  const comparison = compare('--smoke', '--json', file)
  expect([await comparison.exitCode, comparison.output]).toEqual([0, expect.any(String)])
  const report = JSON.parse(readFileSync(file, 'utf8')) as PeerReport
  expect(report.complete).toBe(true)
  expect(report.rows.map(({ subject }) => subject)).toEqual([
    'coplane',
    'coplane-stock',
    'hocuspocus',
    'y-websocket',
  ])
  for (const { subject, outcome } of report.rows) {
    // A machine that does something else meanwhile may be too much for a peer; what arrived is still true.
    if (subject === 'y-websocket' && outcome.is === 'collapsed') continue
    if (outcome.is !== 'measured') throw new Error(`${subject} was not measured: ${outcome.why}`)
    const { updates, pairs, delivered, lost, misplaced } = outcome.figures
    expect(updates).toBeGreaterThan(1_000)
    expect(pairs).toBe(updates * report.options.sessions)
    expect(delivered + lost).toBe(pairs)
    expect([subject, lost, misplaced]).toEqual([subject, 0, 0])
  }
  for (const { subject } of report.rows) expect(comparison.output).toContain(`\n${subject} `)
})

test('[LT-P9] without a built server it says so and exits with 1', async () => {
  const comparison = compare('--smoke', '--server', join(folder, 'nothing.js'))
  expect(await comparison.exitCode).toBe(1)
  expect(comparison.output).toBe(`${folder}/nothing.js does not exist: npm run build makes it\n`)
})

test('[LT-P9] an interrupted comparison leaves the report of what it found', async () => {
  const file = join(folder, 'interrupted.json')
  const comparison = compare('--smoke', '--seconds', '60', '--json', file)
  await until('a report', () => existsSync(file))
  comparison.signal('SIGINT')
  expect(await comparison.exitCode).toBe(130)
  const report = JSON.parse(readFileSync(file, 'utf8')) as PeerReport
  expect([report.complete, report.runs, report.verdicts]).toEqual([false, [], []])
  expect(comparison.output).toContain('interrupted, this is what was found:')
})
