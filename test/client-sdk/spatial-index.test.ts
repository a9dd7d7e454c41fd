import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { overlaps, turnedBounds, turnedContains, type Box } from '../../client-sdk/src/bind/box.ts'
import { SpatialIndex } from '../../client-sdk/src/bind/spatial-index.ts'

/** Places near and far, sizes from nothing to far beyond a cell, and numbers right on the borders of cells. */
const place = fc.oneof(
  fc.integer({ min: -3000, max: 3000 }),
  fc.double({ min: -1e7, max: 1e7, noNaN: true }),
  fc.constantFrom(-512, -256, -0.25, 0, 255.75, 256, 512, 16_777_216),
)
const extent = fc.oneof(
  fc.integer({ min: 0, max: 600 }),
  fc.double({ min: 0, max: 1e6, noNaN: true }),
  fc.constantFrom(0, 0.25, 256, 256.25, 512, 1024),
)
const box: fc.Arbitrary<Box> = fc.record({ x: place, y: place, w: extent, h: extent })

type Step =
  | { readonly do: 'put'; readonly item: number; readonly box: Box }
  | { readonly do: 'delete'; readonly item: number }
  | { readonly do: 'within'; readonly box: Box }

const item = fc.integer({ min: 0, max: 30 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('put' as const), item, box }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), item }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('within' as const), box }) },
)

test('[SI1] finds exactly what a walk over every box finds, once each, after any moves and removals', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const index = new SpatialIndex<number>()
      const all = new Map<number, Box>()
      for (const each of steps) {
        if (each.do === 'put') {
          index.put(each.item, each.box)
          all.set(each.item, each.box)
        } else if (each.do === 'delete') {
          index.delete(each.item)
          all.delete(each.item)
        } else {
          const expected = [...all].filter(([, one]) => overlaps(one, each.box)).map(([id]) => id)
          expect(index.within(each.box).sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b))
        }
        expect(index.size).toBe(all.size)
      }
    }),
    { numRuns: 400 },
  )
})

test('[SI1] a box whose right edge rounds up to the border of a cell touches what begins there', () => {
  const index = new SpatialIndex<number>()
  for (const [nth, x] of [-1, -256, -1.27e-321].entries()) index.put(nth, { x, y: 0, w: 512, h: 0 })
  for (let nth = 3; nth < 20; nth++) index.put(nth, { x: nth * 1000, y: 0, w: 512, h: 0 })
  expect(index.within({ x: 512, y: 0, w: 0, h: 0 })).toEqual([2])
})

test('[SI2] what a turned box touches lies within its bounds', () => {
  fc.assert(
    fc.property(
      fc.record({ x: fc.integer(), y: fc.integer(), w: extent, h: extent }),
      fc.double({ min: -720, max: 720, noNaN: true }),
      fc.tuple(fc.double({ min: -1, max: 2, noNaN: true }), fc.double({ min: -1, max: 2, noNaN: true })),
      (one, degrees, [across, down]) => {
        const point = [one.x + one.w * across, one.y + one.h * down] as const
        if (!turnedContains(one, degrees, point)) return
        const bounds = turnedBounds(one, degrees)
        // A rounding error of coordinates in the thousands of millions.
        const slack = 1e-3
        expect(point[0]).toBeGreaterThanOrEqual(bounds.x - slack)
        expect(point[1]).toBeGreaterThanOrEqual(bounds.y - slack)
        expect(point[0]).toBeLessThanOrEqual(bounds.x + bounds.w + slack)
        expect(point[1]).toBeLessThanOrEqual(bounds.y + bounds.h + slack)
      },
    ),
  )
})

test('[SI2] a quarter turn swaps the sides about the middle', () => {
  const bounds = turnedBounds({ x: 0, y: 0, w: 100, h: 20 }, 90)
  expect(bounds.x).toBeCloseTo(40)
  expect(bounds.y).toBeCloseTo(-40)
  expect(bounds.w).toBeCloseTo(20)
  expect(bounds.h).toBeCloseTo(100)
  expect(turnedContains({ x: 0, y: 0, w: 100, h: 20 }, 90, [50, -30])).toBe(true)
  expect(turnedContains({ x: 0, y: 0, w: 100, h: 20 }, 90, [5, 10])).toBe(false)
})
