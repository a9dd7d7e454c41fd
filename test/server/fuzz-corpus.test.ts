import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readCorpus } from '../fuzz/loop/corpus.ts'
import { Fuzzer } from '../fuzz/loop/fuzzer.ts'
import { mutate } from '../fuzz/loop/mutate.ts'
import type { Target } from '../fuzz/target.ts'
import { targets } from '../fuzz/targets.ts'
import { SeededRandom } from '../support/sim/seeded-random.ts'

const folder = join(import.meta.dirname, '../fuzz/corpus')

describe.each(targets)('the target $name', (target) => {
  const known = readCorpus(folder, target.name)

  test.each(known)('[FZ1] $name does no harm any more', async ({ input }) => {
    await target.run(input)
  })

  test('[FZ2] whatever one seed makes of its seeds does no harm', async () => {
    const fuzzer = new Fuzzer(target, { seed: 1, corpus: known.map(({ input }) => input) })
    await fuzzer.begin()
    const inputs = fuzzer.inputs + Math.max(40, Math.round(5_000 * target.share))
    while (fuzzer.inputs < inputs) await fuzzer.step()
    expect([...fuzzer.findings.values()]).toEqual([])
  }, 60_000)
})

/** Harmed by two bytes next to each other, of which neither is in its seed. */
const fragile: Target = {
  name: 'fragile',
  maxBytes: 16,
  share: 1,
  seeds: () => [Uint8Array.of(1, 2, 3)],
  words: [Uint8Array.of(0xfe)],
  run(input) {
    const at = input.indexOf(0xfe)
    if (at !== -1 && input[at + 1] === 0xff) throw new Error(`harmed at ${at}`)
  },
}

test('[FZ3] a planted fault is found, and by the same input when the seed is the same', async () => {
  const find = async (seed: number): Promise<unknown> => {
    const fuzzer = new Fuzzer(fragile, { seed, corpus: [] })
    await fuzzer.begin()
    while (fuzzer.findings.size === 0 && fuzzer.inputs < 100_000) await fuzzer.step()
    return [fuzzer.inputs, ...fuzzer.findings]
  }
  const found = await find(1)
  expect(found).toHaveLength(2)
  expect(await find(1)).toEqual(found)
  expect(await find(2)).not.toEqual(found)
})

test('[FZ4] a child is never longer than its target allows', () => {
  const random = new SeededRandom(1)
  const [one, other] = [new Uint8Array(60).fill(7), new Uint8Array(64).fill(9)]
  for (let round = 0; round < 2_000; round++)
    expect(mutate(one, other, [Uint8Array.of(1, 2)], 64, random).length).toBeLessThanOrEqual(64)
})
