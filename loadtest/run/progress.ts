import type { CellTally } from './cell-tally.ts'

/** One line a second that says how a cell is doing, for people and logs alike. */
export function progressLine(name: string, tally: CellTally): string {
  const at = Math.max(-1, ...tally.seconds.keys())
  const second = tally.seconds.get(at - 1) ?? tally.seconds.get(at)
  const { joins, gaps, eventGaps, badCloses } = tally.totals
  const parts = [name, `${Math.max(at, 0)} s`, `${joins} of ${tally.sockets} joined`]
  if (second) {
    const p95 = second.edit.quantile(0.95)
    if (!Number.isNaN(p95)) parts.push(`edit→seen P95 ${p95.toFixed(0)} ms`)
    parts.push(`${second.counts.frames} frames/s`)
    parts.push(second.isMeasured ? 'measuring' : 'not measuring')
  }
  if (gaps + eventGaps > 0) parts.push(`${gaps + eventGaps} gaps`)
  if (badCloses > 0) parts.push(`${badCloses} sockets lost`)
  return parts.join(' · ')
}
