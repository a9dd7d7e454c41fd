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
  expect(interval.forLoad(1_000)).toBeCloseTo(20, 0)
  expect(interval.forLoad(5_000)).toBeCloseTo(100, 0)
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
