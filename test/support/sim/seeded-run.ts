import { SeededRandom } from './seeded-random.ts'

/** As many seeds from the first; COPLANE_SIM_SEED and COPLANE_SIM_RUNS say otherwise for whoever looks for failing ones. */
export function seedsFrom(first: number, runs: number): readonly number[] {
  const { COPLANE_SIM_SEED: seed, COPLANE_SIM_RUNS: asked } = process.env
  const from = Number(seed ?? first)
  return Array.from({ length: Number(asked ?? (seed ? 1 : runs)) }, (_, index) => from + index)
}

/** Runs one world for each seed. @throws Error that names the seed that failed. */
export async function seededRun(
  seeds: readonly number[],
  run: (seed: number) => Promise<void>,
): Promise<void> {
  const systemRandom = Math.random
  for (const seed of seeds) {
    // Order keys are jittered by it, and a seed has to mean the same run every time.
    Math.random = new SeededRandom(seed + 0x2545f491).next
    try {
      await run(seed)
    } catch (error) {
      throw new Error(`seed ${seed} failed; replay it with COPLANE_SIM_SEED=${seed}`, { cause: error })
    } finally {
      Math.random = systemRandom
    }
  }
}
