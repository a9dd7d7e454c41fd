import type { CellReport, SeriesPoint, Verdict } from '../report/run-report.ts'

/** What must not drift while a load goes on for long. Minutes say less than hours, and seconds nothing: those are only told. */
export function soakVerdicts(cell: Omit<CellReport, 'verdicts'>): Verdict[] {
  const points = measured(cell.series, cell.seconds)
  const quarter = Math.floor(points.length / 4)
  const [first, last] = [points.slice(0, quarter), points.slice(points.length - quarter)]
  const kind = cell.seconds >= longEnoughSeconds ? 'floor' : 'goal'
  const atMost = (
    each: Verdict['kind'],
    what: string,
    value: number,
    limit: number,
    unit: string,
  ): Verdict => ({
    what,
    value,
    limit: `≤ ${limit}${unit}`,
    held: value <= limit,
    kind: each,
  })
  const drift = median(last.map(({ p95 }) => p95)) / median(first.map(({ p95 }) => p95))
  const slope = slopePerMinute(points.slice(quarter))
  return [
    atMost(kind, 'edit→seen P95, last quarter to first', drift, mostDrift, ' ×'),
    atMost('goal', 'edit→seen P95, last quarter to first', drift, wantedDrift, ' ×'),
    atMost(
      kind,
      'growth of the server’s memory after the first quarter',
      slope,
      mostMiBPerMinute,
      ' MiB a minute',
    ),
    atMost(
      'floor',
      'descriptors of the server beyond its sessions',
      cell.server.descriptors - cell.sessions,
      ownDescriptors,
      '',
    ),
    atMost('floor', 'reconnects', cell.reconnects, 0, ''),
  ]
}

/** The series has a point a second, from the first socket on until all have left. */
function measured(series: readonly SeriesPoint[], seconds: number): SeriesPoint[] {
  const end = (series.at(-1)?.at ?? 0) - tailSeconds
  return series.filter(({ at, p95 }) => at > end - seconds && at <= end && !Number.isNaN(p95))
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

/** The median of the slopes between all pairs of minutes' means: one collection of garbage more or less moves it little. */
function slopePerMinute(points: readonly SeriesPoint[]): number {
  const size = Math.max(1, Math.ceil(points.length / mostBlocks))
  const blocks: { readonly at: number; readonly rssMiB: number }[] = []
  for (let start = 0; start + size <= points.length; start += size) {
    const block = points.slice(start, start + size)
    const mean = (of: (point: SeriesPoint) => number): number =>
      block.reduce((sum, point) => sum + of(point), 0) / block.length
    blocks.push({ at: mean(({ at }) => at), rssMiB: mean(({ rssMiB }) => rssMiB) })
  }
  const slopes = blocks.flatMap((from, index) =>
    blocks.slice(index + 1).map((to) => ((to.rssMiB - from.rssMiB) / (to.at - from.at)) * 60),
  )
  return median(slopes)
}

/** Settling and leaving. */
const tailSeconds = 3
const longEnoughSeconds = 300
const mostBlocks = 60
/** On a machine that others use as well; on one of its own the second is what to expect. */
const mostDrift = 1.25
const wantedDrift = 1.1
/** A room whose document grows by its edits alone stays far below; a leak of one frame in a thousand does not. */
const mostMiBPerMinute = 2
/** Listener, store, pipes, whoever reads the metrics, and the oracles. */
const ownDescriptors = 64
