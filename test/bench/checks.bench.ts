import { expect, test } from 'vitest'
import { compareChecks, cpuRatios, printChecks } from './checks/compare.ts'
import { defaultOptions } from './fan-out/options.ts'

test('[AD16] what is looked at in every message costs less than 5 % of the server with 1,000 sessions', async () => {
  const options = { ...defaultOptions, rate: 6_000, pairs: 5, seconds: 8 }
  const pairs = await compareChecks(options)
  console.log(printChecks(pairs, options))
  for (const { checked, unchecked } of pairs) expect(checked.lost + unchecked.lost).toBe(0)
  expect(cpuRatios(pairs).middle).toBeLessThan(1.05)
})
