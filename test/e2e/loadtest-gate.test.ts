import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { typescript } from '../../loadtest/driver/node-process.ts'
import { RunningProcess } from '../../loadtest/driver/running-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'coplane-gate-'))
afterAll(() => rmSync(folder, { recursive: true }))

interface Counted {
  readonly counted: Record<string, number>
}

async function gate(...args: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  const main = new URL('../../loadtest/report/gate/main.ts', import.meta.url)
  const child = new RunningProcess(process.execPath, typescript(main, ...args))
  const code = await child.exitCode
  return { code, output: child.output }
}

test('[LG6] what is counted now is no worse than the committed baseline', async () => {
  const { code, output } = await gate()
  expect(output).toMatch(/^\d+ figures are no worse than the baseline$/m)
  expect(code).toBe(0)
})

test('[LG6] a regression of a tenth in any frame, count or bundle ends the gate with a line of its own', async () => {
  const committed = new URL('../../loadtest/results/baseline.json', import.meta.url)
  const baseline = JSON.parse(readFileSync(committed, 'utf8')) as Counted
  // The same as if the code had become a tenth worse since the baseline.
  const better = Object.entries(baseline.counted).map(([name, value]) => [name, value / 1.1] as const)
  const file = join(folder, 'baseline.json')
  writeFileSync(file, JSON.stringify({ ...baseline, counted: Object.fromEntries(better) }))

  const { code, output } = await gate('--baseline', file)

  expect(code).toBe(1)
  const portable = better.filter(([name]) => !name.startsWith('allocated by'))
  for (const [name] of portable) expect(output).toContain(`${name}: `)
  expect(output.match(/, at most .* the baseline’s/g)!.length).toBeGreaterThanOrEqual(portable.length)
})

test('[LG6] without a baseline the gate says so in one line', async () => {
  const { code, output } = await gate('--baseline', join(folder, 'none.json'))
  expect(code).toBe(1)
  expect(output.trim().split('\n')).toHaveLength(1)
  expect(output).toContain('none.json')
})
