import { expect, test } from 'vitest'
import { pageFigures } from '../../loadtest/scenario/page-figures.ts'
import type { PageSample } from '../../loadtest/scenario/page-sample.ts'

const nothing: Omit<PageSample, 'frames' | 'startedMs' | 'endedMs'> = {
  painted: [],
  longTasks: [],
  changeSets: 0,
  liveFrames: 0,
  gaps: 0,
  visibleNodes: 0,
  heapBytes: 0,
  domNodes: 0,
  hidden: false,
}

/** Frames every `everyMs` from one moment until before another. */
function every(everyMs: number, fromMs: number, toMs: number): number[] {
  const frames = []
  for (let atMs = fromMs; atMs < toMs; atMs += everyMs) frames.push(atMs)
  return frames
}

test('[FPS1] FPS are the frames of each whole second', () => {
  const frames = [...every(20, 5_000, 6_000), ...every(40, 6_000, 7_000)]
  const { fps, series } = pageFigures({ ...nothing, startedMs: 4_999, endedMs: 6_999, frames })
  expect(series.map((second) => second.fps)).toEqual([50, 25])
  expect(fps).toEqual({ p5: 25, p50: 25, mean: 37.5 })
  expect(series.map(({ frameP95Ms }) => frameP95Ms)).toEqual([20, 40])
})

test('[FPS2] a page that freezes has seconds without a frame, and a frame as long as it froze', () => {
  const frames = [...every(16, 0, 1_000), ...every(16, 4_000, 5_000)]
  const { fps, frameMs, series } = pageFigures({ ...nothing, startedMs: -1, endedMs: 4_999, frames })
  expect(series.map((second) => second.fps)).toEqual([63, 0, 0, 0, 63])
  expect(fps.p50).toBe(0)
  expect(frameMs.max).toBe(4_000 - 992)
})

test('[FPS3] a page that freezes at the start or until the end is no better off', () => {
  const frames = every(16, 1_500, 2_500)
  const { frameMs, slowFrames, fps } = pageFigures({ ...nothing, startedMs: 0, endedMs: 4_000, frames })
  expect(frameMs.max).toBe(1_508)
  expect(slowFrames).toBeCloseTo(2 / 64)
  expect(fps.p5).toBe(0)
  const frozen = pageFigures({ ...nothing, startedMs: 0, endedMs: 3_000, frames: [] })
  expect(frozen.fps).toEqual({ p5: 0, p50: 0, mean: 0 })
  expect(frozen.frameMs.max).toBe(3_000)
  expect(frozen.slowFrames).toBe(1)
})

test('[FPS4] frames of one refresh are not slow, those that miss one are', () => {
  const frames = [...every(33.3, 100, 1_000), ...every(33.5, 2_000, 3_000)]
  const { slowFrames } = pageFigures({ ...nothing, startedMs: 99, endedMs: 3_000, frames })
  // The thirty later ones, of which the first ends the pause before them.
  expect(slowFrames).toBeCloseTo(30 / 57)
})

test('[FPS5] what the page counted is told as it is, and quantiles are values that were measured', () => {
  const painted = Array.from({ length: 100 }, (_, index) => 100 - index)
  const figures = pageFigures({
    ...nothing,
    startedMs: 0,
    endedMs: 1_000,
    frames: every(20, 1, 1_000),
    painted,
    longTasks: [60, 90],
    changeSets: 3,
    liveFrames: 4,
    gaps: 5,
    visibleNodes: 6,
    heapBytes: 3 * 2 ** 20,
    domNodes: 7,
  })
  expect(figures.receivedToPainted).toEqual({ p50: 50, p95: 95, p99: 99, max: 100, count: 100 })
  expect(figures.longTasks).toEqual({ count: 2, totalMs: 150, maxMs: 90 })
  const { updatesApplied, liveFrames, gaps, visibleNodes, heapMiB, domNodes } = figures
  expect([updatesApplied, liveFrames, gaps, visibleNodes, heapMiB, domNodes]).toEqual([3, 4, 5, 6, 3, 7])
})
