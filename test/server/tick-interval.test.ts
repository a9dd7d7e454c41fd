import { expect, test } from 'vitest'
import { TickInterval } from '../../server/src/room/tick-interval.ts'

test('[TI1] a small room ticks at the least interval, whatever its load', () => {
  const interval = new TickInterval(16, 250)
  expect(interval.forLoad(0)).toBe(16)
  expect(interval.forLoad(100)).toBe(16)
})

test('[TI2] the interval stretches so that fan-out takes half a core: members × cost / 0.5', () => {
  const interval = new TickInterval(16, 250)
  // 10 µs per send, learnt from runs of 1,000 sends.
  for (let run = 0; run < 400; run++) interval.observe(1_000, 10)
  expect(interval.forLoad(1_000)).toBeGreaterThan(18)
  expect(interval.forLoad(1_000)).toBeLessThanOrEqual(20)
  expect(interval.forLoad(5_000) / interval.forLoad(1_000)).toBeCloseTo(5)
})

test('[TI3] it never exceeds the greatest interval', () => {
  const interval = new TickInterval(16, 250)
  expect(interval.forLoad(1_000_000)).toBe(250)
})

test('[TI4] one slow run, and runs of few sends, hardly move it', () => {
  const interval = new TickInterval(1, 250)
  const before = interval.forLoad(10_000)
  interval.observe(10, 500)
  expect(interval.forLoad(10_000)).toBe(before)
  interval.observe(1_000, 500)
  expect(interval.forLoad(10_000)).toBeLessThan(before * 1.5)
})

test('[TI5] runs that something else made dear do not make the interval wander', () => {
  const interval = new TickInterval(1, 250)
  for (let run = 0; run < 1_000; run++) interval.observe(1_000, 10)
  const seen = new Set<number>()
  for (let run = 0; run < 1_000; run++) {
    // One run in eight is three times as long: a collection of garbage, a commit on the same core.
    interval.observe(1_000, run % 8 === 0 ? 30 : 10)
    seen.add(interval.forLoad(1_000))
  }
  expect(Math.max(...seen) / Math.min(...seen)).toBeLessThan(1.25)
})

test('[TI6] a machine that has become slower is followed within a few seconds of flushes', () => {
  const interval = new TickInterval(1, 250)
  for (let run = 0; run < 300; run++) interval.observe(1_000, 16)
  expect(interval.forLoad(1_000)).toBeGreaterThan(27)
})
