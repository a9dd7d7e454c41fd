import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { axisTo, timeAxisTo } from '../../loadtest/report/chart/axis.ts'
import { lineChart } from '../../loadtest/report/chart/line-chart.ts'
import { spread } from '../../loadtest/report/chart/spread.ts'
import { thin } from '../../loadtest/report/chart/thin.ts'

test('[LR7] an axis begins at 0, holds the highest value and has few ticks', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (highest) => {
      const { ticks, end } = axisTo(highest)
      expect(ticks[0]).toBe(0)
      expect(end).toBeGreaterThanOrEqual(highest * 0.999)
      expect(ticks.length).toBeLessThanOrEqual(6)
    }),
  )
})

test('[LR7] an axis of time has at most eight ticks, from seconds to days', () => {
  for (const seconds of [0, 1, 7, 59, 60, 600, 3_600, 86_400, 604_800])
    expect(timeAxisTo(seconds).ticks.length).toBeLessThanOrEqual(8)
})

describe('[LR7] thinning never flatters', () => {
  const points = Array.from({ length: 1_000 }, (_, at) => ({
    at,
    value: at === 777 ? 99 : at === 555 ? -5 : 1,
  }))

  test('[LR7] the highest of a latency and the lowest of a frame rate survive', () => {
    const high = thin(points, 'highest', 100)
    expect(high.points).toHaveLength(100)
    expect(high.group).toBe(10)
    expect(high.points.filter(({ value }) => value === 99)).toHaveLength(1)
    expect(thin(points, 'lowest', 100).points.filter(({ value }) => value === -5)).toHaveLength(1)
  })

  test('[LR7] a group without figures stays a gap', () => {
    const gap = points.map(({ at }) => ({ at, value: at < 100 ? NaN : 1 }))
    expect(thin(gap, 'highest', 10).points[0]?.value).toBeNaN()
  })
})

test('[LR7] names beside lines keep apart and within the chart', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { minLength: 1, maxLength: 5 }),
      (wanted) => {
        const placed = [...spread(wanted, 14, 0, 200)].sort((a, b) => a - b)
        for (const [index, each] of placed.entries()) {
          expect(each).toBeLessThanOrEqual(200)
          if (index > 0) expect(each - placed[index - 1]!).toBeGreaterThanOrEqual(14 - 1e-9)
        }
      },
    ),
  )
})

test('[LR7] a chart of nothing is none', () => {
  const line = { name: 'P95', look: 'second', points: [{ at: 0, value: NaN }] } as const
  expect(lineChart({ title: 'x', unit: 'ms', worst: 'highest', lines: [line] })).toBeUndefined()
})
