import type { Latency, PageReport } from '../report/run-report.ts'
import type { PageSample } from './page-sample.ts'

/** Above this a frame of a 60 Hz screen has missed at least one refresh. */
const slowFrameMs = 33.4

/** What a page showed, as it is reported. */
export type PageFigures = Omit<
  PageReport,
  'name' | 'page' | 'view' | 'nodes' | 'sessions' | 'culling' | 'verdicts'
>

/**
 * Works out what a report says from what the probe saw. FPS is the number of frames that began within each whole second: a
 * second without any is 0, however short the frame that ends it.
 */
export function pageFigures(sample: PageSample): PageFigures {
  const { startedMs, endedMs, longTasks } = sample
  const seconds = (endedMs - startedMs) / 1000
  const intervals = intervalsOf(sample)
  const series = secondsOf(sample, intervals)
  const fps = ascending(series.map((second) => second.fps))
  const frameMs = ascending(intervals.map(({ ms }) => ms))
  return {
    seconds,
    fps: {
      p5: quantile(fps, 0.05),
      p50: quantile(fps, 0.5),
      mean: series.reduce((sum, second) => sum + second.fps, 0) / series.length,
    },
    frameMs: {
      p50: quantile(frameMs, 0.5),
      p95: quantile(frameMs, 0.95),
      p99: quantile(frameMs, 0.99),
      max: frameMs.at(-1) ?? NaN,
    },
    slowFrames: frameMs.filter((ms) => ms > slowFrameMs).length / Math.max(1, frameMs.length),
    longTasks: {
      count: longTasks.length,
      totalMs: longTasks.reduce((sum, ms) => sum + ms, 0),
      maxMs: longTasks.reduce((most, ms) => Math.max(most, ms), 0),
    },
    updatesApplied: sample.changeSets,
    liveFrames: sample.liveFrames,
    receivedToPainted: latencyOf(sample.painted),
    heapMiB: sample.heapBytes / 2 ** 20,
    domNodes: sample.domNodes,
    visibleNodes: sample.visibleNodes,
    gaps: sample.gaps,
    series,
  }
}

/** Which frame followed which, and how long after. */
interface Interval {
  /** When it was over, in milliseconds since the look began. */
  readonly atMs: number
  readonly ms: number
}

/** Before the first frame and after the last one only what is too long counts: a page may have frozen there. */
function intervalsOf({ frames, startedMs, endedMs }: PageSample): Interval[] {
  const intervals: Interval[] = []
  let beforeMs = startedMs
  const times = frames.filter((atMs) => atMs > startedMs)
  for (const [index, atMs] of [...times, endedMs].entries()) {
    const ms = atMs - beforeMs
    const isEdge = index === 0 || index === times.length
    if (!isEdge || ms > slowFrameMs) intervals.push({ atMs: atMs - startedMs, ms })
    beforeMs = atMs
  }
  return intervals
}

function secondsOf(
  { frames, startedMs, endedMs }: PageSample,
  intervals: readonly Interval[],
): PageReport['series'] {
  const seconds = Array.from({ length: Math.floor((endedMs - startedMs) / 1000) }, () => ({
    fps: 0,
    ms: [] as number[],
  }))
  for (const atMs of frames) {
    const second = atMs > startedMs ? seconds[Math.floor((atMs - startedMs) / 1000)] : undefined
    if (second) second.fps++
  }
  for (const { atMs, ms } of intervals) seconds[Math.floor(atMs / 1000)]?.ms.push(ms)
  return seconds.map(({ fps, ms }, at) => ({ at, fps, frameP95Ms: quantile(ascending(ms), 0.95) }))
}

function latencyOf(values: readonly number[]): Latency {
  const sorted = ascending(values)
  return {
    p50: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    p99: quantile(sorted, 0.99),
    max: sorted.at(-1) ?? NaN,
    count: sorted.length,
  }
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b)
}

/** @returns the least value that the share `q` of all does not exceed; NaN for none. */
function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? NaN
}
