import { test } from 'vitest'
import { runOfflineFuzz } from '../support/sim/offline-fuzz.ts'

const runs = Number(process.env['COPLANE_SIM_RUNS'] ?? 20)
const firstSeed = Number(process.env['COPLANE_SIM_SEED'] ?? 1)

test(`[OFF13] ${runs} seeded worlds of pages that reload and crash, dying servers and refused edits lose nothing kept`, async () => {
  for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
    try {
      await runOfflineFuzz(seed)
    } catch (error) {
      throw new Error(`seed ${seed} failed; replay it with COPLANE_SIM_SEED=${seed} COPLANE_SIM_RUNS=1`, {
        cause: error,
      })
    }
  }
}, 300_000)

test.each([
  [5, 'a row of edits that were partly durable was dropped when a later one was refused'],
  [17, 'what a refusal left behind was durable before it was kept, and then was not kept'],
  [
    91,
    'an edit made between a refusal and the next write was durable before it was kept, and then was not kept',
  ],
])('[OFF13] seed %i: %s', (seed) => runOfflineFuzz(seed))
