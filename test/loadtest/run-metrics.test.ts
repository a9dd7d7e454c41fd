import { expect, test } from 'vitest'
import { parseMetrics, quantileBetween } from '../../loadtest/run/prometheus-text.ts'

function page(upTo10: number, upTo20: number, all: number): ReturnType<typeof parseMetrics> {
  return parseMetrics(
    [
      '# TYPE lag_seconds histogram',
      `lag_seconds_bucket{le="0.01"} ${upTo10}`,
      `lag_seconds_bucket{le="0.02"} ${upTo20}`,
      `lag_seconds_bucket{le="+Inf"} ${all}`,
      `lag_seconds_count ${all}`,
    ].join('\n'),
  )
}

test('[LT15] a quantile is of what was observed between two looks, spread evenly within its bucket', () => {
  const before = page(100, 100, 100)
  const after = page(100, 200, 200)
  expect(quantileBetween('lag_seconds', 0.5, before, after)).toBeCloseTo(0.015)
  expect(quantileBetween('lag_seconds', 0.95, before, after)).toBeCloseTo(0.0195)
})

test('[LT16] a quantile above the last bound is that bound, and that of nothing is not a number', () => {
  expect(quantileBetween('lag_seconds', 0.95, page(0, 0, 0), page(1, 1, 100))).toBe(0.02)
  expect(quantileBetween('lag_seconds', 0.95, page(5, 5, 5), page(5, 5, 5))).toBeNaN()
  expect(quantileBetween('another', 0.95, page(0, 0, 0), page(1, 1, 1))).toBeNaN()
})
