import { expect, test } from 'vitest'
import { defaultOptions } from './fan-out/options.ts'
import { runFanOut } from './fan-out/runs.ts'
import { printTable } from './fan-out/table.ts'
import { bounds, medianRatios, totalLost } from './fan-out/verdict.ts'

test('[DESIGN 9] 1,000 sessions and 1,000 updates/s with SQLite cost little more than the floor and lose nothing', async () => {
  const found = await runFanOut(defaultOptions, () => undefined)
  console.log(printTable(found))
  const ratios = medianRatios(found)
  expect(totalLost(found)).toBe(0)
  expect(ratios.p95).toBeLessThanOrEqual(bounds.p95)
  expect(ratios.cpu).toBeLessThanOrEqual(bounds.cpu)
})
