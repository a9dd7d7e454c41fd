import fc from 'fast-check'
import { generateJitteredKeyBetween, generateKeyBetween } from 'fractional-indexing-jittered'
import { expect, test } from 'vitest'
import { isOrderKey, maxOrderKeyLength, orderKeysBetween } from '../../client-sdk/src/model/order-key.ts'
import { SeededRandom } from '../support/sim/seeded-random.ts'

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'.split('')

/** Keys near the edges of the format as well as ordinary ones. */
const orderKey = fc
  .array(fc.constantFrom(...digits), { minLength: 1, maxLength: 40 })
  .map((letters) => letters.join(''))
  .filter(isOrderKey)

test('[IN4] keys between two others are ascending, valid and different from both', () => {
  fc.assert(
    fc.property(
      fc.option(orderKey, { nil: undefined }),
      fc.option(orderKey, { nil: undefined }),
      fc.integer({ min: 1, max: 40 }),
      fc.nat(),
      (one, other, count, seed) => {
        fc.pre(one === undefined || other === undefined || one !== other)
        const swap = one !== undefined && other !== undefined && one > other
        const [lower, upper] = swap ? [other, one] : [one, other]
        const made = orderKeysBetween(lower, upper, count, new SeededRandom(seed).next)
        expect(made).toHaveLength(count)
        const row = [lower, ...made, upper].filter((key) => key !== undefined)
        for (let index = 1; index < row.length; index++) expect(row[index - 1]! < row[index]!).toBe(true)
        for (const key of made) expect(isOrderKey(key), key).toBe(true)
      },
    ),
    { numRuns: 2_000 },
  )
})

test('[IN4] the same randomness makes the same keys, another one others', () => {
  const make = (seed: number): string[] => orderKeysBetween('a0', 'a1', 5, new SeededRandom(seed).next)
  expect(make(1)).toEqual(make(1))
  expect(make(1)).not.toEqual(make(2))
})

test('[IN4] keys of the package that the SDK has used are order keys, and stay so between ours', () => {
  let top = generateJitteredKeyBetween(null, null)
  let bottom = top
  const random = new SeededRandom(3)
  for (let round = 0; round < 3_000; round++) {
    expect(isOrderKey(top), top).toBe(true)
    expect(isOrderKey(bottom), bottom).toBe(true)
    const [above] = orderKeysBetween(top, undefined, 1, random.next)
    const [below] = orderKeysBetween(undefined, bottom, 1, random.next)
    top = generateJitteredKeyBetween(above!, null)
    bottom = generateJitteredKeyBetween(null, below!)
    const between = generateKeyBetween(below!, above!)
    expect(below! < between && between < above!).toBe(true)
  }
})

test('[IN4] keys stay short: ten thousand on top, a thousand into one gap, ten thousand between two', () => {
  const random = new SeededRandom(4)
  let top: string | undefined
  for (let round = 0; round < 10_000; round++) [top] = orderKeysBetween(top, undefined, 1, random.next)
  expect(top!.length).toBeLessThanOrEqual(7)
  let lower = 'a0'
  let gap = ''
  for (let round = 0; round < 1_000; round++) {
    gap = orderKeysBetween(lower, 'a1', 1, random.next)[0]!
    if (round % 2 === 0) lower = gap
  }
  expect(gap.length).toBeLessThanOrEqual(maxOrderKeyLength)
  const spread = orderKeysBetween('a0', 'a1', 10_000, random.next)
  expect(Math.max(...spread.map(({ length }) => length))).toBeLessThan(24)
})

test('[IN4] what is no order key is told apart', () => {
  const wrong = [
    '',
    'a',
    'a!',
    '0',
    'zz',
    'A0',
    'a10',
    'b0',
    `a1${'V'.repeat(300)}`,
    7,
    null,
    undefined,
    ['a0'],
  ]
  for (const value of wrong) expect(isOrderKey(value), String(value)).toBe(false)
  expect(isOrderKey(`B${'0'.repeat(25)}`)).toBe(false)
  for (const value of ['a0', 'Zz', 'b00', 'a0V', `B${'0'.repeat(25)}V`]) expect(isOrderKey(value)).toBe(true)
})
