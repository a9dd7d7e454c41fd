import { expect, test } from 'vitest'
import { LivePace } from '../../server/src/room/live-pace.ts'

test('[LP1] rooms are told of motion at 30 Hz, large ones at 20, and never faster than they tick', () => {
  const pace = new LivePace()
  expect(pace.msFor(50, 50, 16)).toBe(33)
  expect(pace.msFor(51, 51, 16)).toBe(50)
  expect(pace.msFor(1_000, 1_000, 80)).toBe(80)
})

test('[LP2] rounds of all rooms together take a fifth of a core: members × cost / 0.2, at most 250 ms', () => {
  const pace = new LivePace()
  for (let round = 0; round < 200; round++) pace.observe(1_000, 20)
  expect(pace.msFor(1_000, 1_000, 16)).toBeCloseTo(100)
  expect(pace.msFor(10, 2_000, 16)).toBeCloseTo(200)
  expect(pace.msFor(10, 10_000, 16)).toBe(250)
})

test('[LP3] a busy machine is yielded to within a few seconds of rounds, and so is a free one made use of', () => {
  const pace = new LivePace()
  for (let round = 0; round < 60; round++) pace.observe(1_000, 18)
  expect(pace.msFor(1_000, 1_000, 16)).toBeGreaterThan(85)
  for (let round = 0; round < 60; round++) pace.observe(1_000, 8)
  expect(pace.msFor(1_000, 1_000, 16)).toBeLessThan(50.1)
})

test('[LP6] however busy the machine, 1,000 members are told ten times a second', () => {
  const pace = new LivePace()
  for (let round = 0; round < 200; round++) pace.observe(1_000, 200)
  expect(pace.msFor(1_000, 1_000, 16)).toBeLessThanOrEqual(100)
  expect(pace.msFor(1_000, 1_000, 16)).toBeGreaterThan(95)
})

test('[LP4] rounds of few frames, and one that stood still, hardly move it', () => {
  const pace = new LivePace()
  pace.observe(3, 1_000)
  expect(pace.msFor(1_000, 1_000, 16)).toBe(50)
  pace.observe(1_000, 2_000)
  expect(pace.msFor(1_000, 1_000, 16)).toBeLessThan(75)
})

test('[LP5] rounds are never closer than the operator wants', () => {
  const pace = new LivePace(100)
  expect(pace.msFor(2, 2, 16)).toBe(100)
  expect(pace.msFor(1_000, 1_000, 120)).toBe(120)
})
