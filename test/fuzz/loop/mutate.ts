import type { SeededRandom } from '../../support/sim/seeded-random.ts'

const oddNumbers = [
  0,
  1,
  2,
  0x7f,
  0x80,
  0xff,
  0x100,
  0x3fff,
  0x4000,
  0xffff,
  2 ** 31 - 1,
  2 ** 32 - 1,
  2 ** 49,
  2 ** 53,
]

/** A child of one or two inputs: some bits, numbers, words and stretches other than they were. */
export function mutate(
  input: Uint8Array,
  other: Uint8Array,
  words: readonly Uint8Array[],
  maxBytes: number,
  random: SeededRandom,
): Uint8Array {
  let bytes = [...input]
  for (let times = 1 + random.below(random.chance(0.2) ? 12 : 3); times > 0; times--)
    bytes = mutateOnce(bytes, other, words, random)
  return Uint8Array.from(bytes.slice(0, maxBytes))
}

function mutateOnce(
  bytes: number[],
  other: Uint8Array,
  words: readonly Uint8Array[],
  random: SeededRandom,
): number[] {
  const at = random.below(bytes.length + 1)
  const length = 1 + random.below(random.chance(0.3) ? 64 : 4)
  const put = (replaced: number, more: Iterable<number>): number[] => [
    ...bytes.slice(0, at),
    ...more,
    ...bytes.slice(at + replaced),
  ]
  switch (random.below(11)) {
    case 0:
      return put(1, [random.below(256)])
    case 1:
      return put(1, [(bytes[at] ?? 0) ^ (1 << random.below(8))])
    case 2:
      return put(1, [((bytes[at] ?? 0) + (random.chance(0.5) ? 1 : 255)) & 255])
    case 3:
      return put(length, [])
    case 4:
      return put(0, bytes.slice(at, at + length))
    case 5: {
      const from = random.below(other.length + 1)
      return put(random.chance(0.5) ? length : 0, other.slice(from, from + length * 4))
    }
    case 6:
    case 7:
      return put(random.chance(0.5) ? 1 : 0, random.pick(words) ?? [])
    case 8:
      return put(random.below(4), varUint(random.pick(oddNumbers)!))
    case 9: {
      const value = random.pick(oddNumbers)!
      return put(4, [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, (value >>> 24) & 255])
    }
    default: {
      const from = random.below(bytes.length + 1)
      return put(0, bytes.slice(from, from + length))
    }
  }
}

function varUint(value: number): number[] {
  const bytes: number[] = []
  let left = value
  for (; left > 127; left = Math.floor(left / 128)) bytes.push((left % 128) | 128)
  return [...bytes, left]
}
