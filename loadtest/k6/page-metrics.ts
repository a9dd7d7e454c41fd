import { Counter, Rate, Trend } from 'k6/metrics'
import type { PageReport } from '../report/run-report.ts'
import { boundsOf, type PageCell } from '../scenario/page-cell.ts'

const fps = new Trend('page_fps')
const frameMs = new Trend('page_frame_p95_ms')
const slowFrames = new Trend('page_slow_frames')
const paintedMs = new Trend('page_received_to_painted_p95_ms')
const gaps = new Counter('page_gaps')
const failures = new Counter('page_failures')
const goals = new Rate('page_goals_met')

/** Gives k6 what a page showed, and a line of it to whoever watches. */
export function addPage(report: PageReport): void {
  for (const second of report.series) {
    fps.add(second.fps)
    frameMs.add(second.frameP95Ms)
  }
  slowFrames.add(report.slowFrames)
  paintedMs.add(report.receivedToPainted.p95)
  gaps.add(report.gaps)
  for (const { kind, held } of report.verdicts) if (kind === 'goal') goals.add(held)
  console.log(lineOf(report))
}

/** A page that did not come to its end has shown nothing. */
export function pageFailed(): void {
  failures.add(1)
}

/** Bounds of a run by k6 alone; the goals are only told. */
export function pageThresholds(cells: readonly PageCell[]): Record<string, string[]> {
  const thresholds: Record<string, string[]> = { page_failures: ['count==0'], page_gaps: ['count==0'] }
  for (const cell of cells) {
    const bounds = boundsOf(cell)
    if (bounds) thresholds[`page_fps{cell:${cell.name}}`] = [`med>=${bounds.floor}`]
  }
  return thresholds
}

function lineOf({ name, fps: { p5, p50 }, frameMs: { p95, p99 }, ...report }: PageReport): string {
  const painted = report.receivedToPainted
  return [
    `${name}: FPS P50 ${p50} P5 ${p5}`,
    `frames P95 ${p95.toFixed(1)} ms P99 ${p99.toFixed(1)} ms, ${(report.slowFrames * 100).toFixed(1)} % slow`,
    `${report.longTasks.count} long tasks of ${Math.round(report.longTasks.totalMs)} ms in all`,
    `painted ${painted.p50.toFixed(0)} ms after arrival, P95 ${painted.p95.toFixed(0)} ms`,
    `${report.visibleNodes} of ${report.nodes} nodes drawn, ${report.domNodes} elements, ${Math.round(report.heapMiB)} MiB`,
  ].join('; ')
}
