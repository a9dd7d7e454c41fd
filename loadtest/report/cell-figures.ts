import type { CellReport, LaneLedger } from './run-report.ts'

/** @returns the share of what was meant for the members that they did not get, 0 to 1; NaN when there was nothing. */
export function dropRate(lanes: readonly (LaneLedger | undefined)[]): number {
  const all = lanes.filter((lane) => lane !== undefined)
  const gaps = all.reduce((sum, lane) => sum + lane.gaps, 0)
  const received = all.reduce((sum, lane) => sum + lane.received, 0)
  return gaps / (gaps + received)
}

/** Of the lanes on which nothing may be lost. */
export function cellDropRate({ ledger }: CellReport): number {
  return dropRate([ledger.document, ledger.event])
}

/** @returns microseconds of the server's CPU for each frame that left it. */
export function cpuPerFrameUs({ server, traffic }: CellReport): number {
  return (server.cpu * 10_000) / traffic.framesOutPerSecond
}
