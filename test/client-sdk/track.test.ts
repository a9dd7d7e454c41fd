import { expect, test } from 'vitest'
import { Track } from '../../client-sdk/src/live/track.ts'

/** A track that gets a sample every `everyMs`, each 100 further than the last. */
function steady(everyMs: number, samples: number): { track: Track; nowMs: number } {
  const track = new Track([0], 0)
  for (let sample = 1; sample <= samples; sample++) track.add([sample * 100], sample * everyMs)
  return { track, nowMs: samples * everyMs }
}

test('[TR1] between two samples it moves evenly, one interval behind', () => {
  const { track, nowMs } = steady(50, 10)
  expect(track.at(0, nowMs)).toBeCloseTo(900)
  expect(track.at(0, nowMs + 25)).toBeCloseTo(950)
  expect(track.at(0, nowMs + 50)).toBe(1_000)
})

test('[TR2] it never goes beyond its newest sample, nor before the one that came first', () => {
  const track = new Track([5], 100)
  expect(track.at(0, 0)).toBe(5)
  track.add([10], 150)
  expect(track.at(0, 149)).toBe(5)
  expect(track.at(0, 10_000)).toBe(10)
})

test('[TR3] the interval follows the rhythm of the samples, between 50 and 200 ms', () => {
  const slow = steady(150, 40)
  expect(slow.track.isMoving(slow.nowMs + 140)).toBe(true)
  expect(slow.track.isMoving(slow.nowMs + 151)).toBe(false)
  const slowest = steady(280, 40)
  expect(slowest.track.isMoving(slowest.nowMs + 199)).toBe(true)
  expect(slowest.track.isMoving(slowest.nowMs + 200)).toBe(false)
  const fast = steady(5, 40)
  expect(fast.track.isMoving(fast.nowMs + 49)).toBe(true)
  expect(fast.track.isMoving(fast.nowMs + 50)).toBe(false)
})

test('[TR4] a sample that comes early does not make it jump', () => {
  const { track, nowMs } = steady(50, 10)
  const before = track.at(0, nowMs + 10)
  track.add([2_000], nowMs + 10)
  expect(track.at(0, nowMs + 10)).toBe(before)
})

test('[TR5] after more than a second without a sample it jumps', () => {
  const { track, nowMs } = steady(50, 10)
  track.add([5_000], nowMs + 1_001)
  expect(track.at(0, nowMs + 1_001)).toBe(5_000)
  expect(track.isMoving(nowMs + 1_001)).toBe(false)
})

test('[TR6] a pause does not slow it down', () => {
  const { track, nowMs } = steady(50, 10)
  track.add([2_000], nowMs + 900)
  expect(track.at(0, nowMs + 950)).toBe(2_000)
})
