/** What one look at `/metrics` said: every series by its name, labels included, as the page writes it. */
export type Metrics = ReadonlyMap<string, number>

/** Reads Prometheus' text format; comments and lines that are no series are left out. */
export function parseMetrics(text: string): Metrics {
  const metrics = new Map<string, number>()
  for (const line of text.split('\n')) {
    if (line.startsWith('#')) continue
    const end = line.lastIndexOf(' ')
    if (end > 0) metrics.set(line.slice(0, end), Number(line.slice(end + 1)))
  }
  return metrics
}

/** By how much a series rose between two looks; a series that is not there counts as 0. */
export function rise(name: string, from: Metrics, to: Metrics): number {
  return (to.get(name) ?? 0) - (from.get(name) ?? 0)
}

/**
 * @returns the value that the share `q` of what a histogram observed between two looks does not exceed, taken to lie evenly
 * within its bucket; NaN when nothing was observed. Above the last bound it is that bound.
 */
export function quantileBetween(name: string, q: number, from: Metrics, to: Metrics): number {
  const buckets = [...to.keys()]
    .map((series) => ({ series, bound: boundOf(series, name) }))
    .filter((bucket): bucket is { series: string; bound: number } => bucket.bound !== undefined)
    .sort((a, b) => a.bound - b.bound)
  const all = rise(`${name}_count`, from, to)
  if (all <= 0) return NaN
  const rank = q * all
  let below = 0
  let lowest = 0
  for (const { series, bound } of buckets) {
    const upTo = rise(series, from, to)
    if (upTo >= rank) {
      if (bound === Infinity) return lowest
      return lowest + ((bound - lowest) * (rank - below)) / Math.max(upTo - below, 1)
    }
    below = upTo
    lowest = bound
  }
  return NaN
}

function boundOf(series: string, name: string): number | undefined {
  if (!series.startsWith(`${name}_bucket{`)) return undefined
  const bound = /le="([^"]+)"/.exec(series)?.[1]
  if (bound === undefined) return undefined
  return bound === '+Inf' ? Infinity : Number(bound)
}
