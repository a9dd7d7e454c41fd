import { test } from 'vitest'
import { runFuzz } from '../support/sim/fuzz/fuzz.ts'
import { seededRun, seedsFrom } from '../support/sim/seeded-run.ts'

const seeds = seedsFrom(1, 60)
const steps = Number(process.env['COPLANE_SIM_STEPS'] ?? 120)

test(`[SIM1] ${seeds.length} seeded worlds with cuts, kills, reloads, a failing disk and slow readers converge and lose nothing safe`, async () => {
  await seededRun(seeds, (seed) => runFuzz(seed, steps))
}, 600_000)
