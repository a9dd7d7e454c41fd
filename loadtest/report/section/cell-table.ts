import { cellDropRate, cpuPerFrameUs } from '../cell-figures.ts'
import { cellLabels } from '../cell-label.ts'
import { bytes, figure, share } from '../figure-text.ts'
import type { Html } from '../html.ts'
import type { CellReport, RunReport } from '../run-report.ts'
import { table, type Column } from '../table.ts'

type CellColumn = Column<CellReport>

/** What the members saw, and what it cost. */
export function cellTables({ cells }: RunReport): Html[] {
  const labels = cellLabels(cells)
  const name: CellColumn = { title: 'cell', of: (cell) => labels.get(cell.name)! }
  return [
    table('What the members saw', [name, ...seenColumns(cells)], cells),
    table('What it cost', [name, ...costColumns], cells),
  ]
}

function seenColumns(cells: readonly CellReport[]): CellColumn[] {
  const cursors = cells.some(({ cursorSeen }) => cursorSeen)
  const events = cells.some(({ eventSeen }) => eventSeen)
  const cursor: CellColumn = {
    title: 'cursor P95',
    unit: 'ms',
    of: ({ cursorSeen }) => figure(cursorSeen?.p95),
  }
  const event: CellColumn = { title: 'event P95', unit: 'ms', of: ({ eventSeen }) => figure(eventSeen?.p95) }
  return [
    { title: 'updates', unit: 'a second', of: ({ updatesPerSecond }) => figure(updatesPerSecond) },
    { title: 'tick', unit: 'ms', of: ({ tickMs }) => figure(tickMs.median) },
    { title: 'P50', unit: 'ms', of: ({ editSeen }) => figure(editSeen.p50) },
    { title: 'P95', unit: 'ms', of: ({ editSeen }) => figure(editSeen.p95) },
    { title: 'P99', unit: 'ms', of: ({ editSeen }) => figure(editSeen.p99) },
    { title: 'deliveries', of: ({ editSeen }) => figure(editSeen.count) },
    { title: 'dropped', of: (cell) => share(cellDropRate(cell)) },
    ...(cursors ? [cursor] : []),
    ...(events ? [event] : []),
    { title: 'joins', of: ({ join }) => figure(join.count) },
    { title: 'join P95', unit: 'ms', of: ({ join }) => figure(join.p95) },
    { title: 'failed', unit: 'joins', of: ({ failedJoins }) => figure(failedJoins) },
    { title: 'reconnects', of: ({ reconnects }) => figure(reconnects) },
    { title: 'documents', unit: 'compared', of: ({ oracle }) => oracleText(oracle) },
  ]
}

const costColumns: readonly CellColumn[] = [
  { title: 'frames in', unit: '/s', of: ({ traffic }) => figure(Math.round(traffic.framesInPerSecond)) },
  { title: 'frames out', unit: '/s', of: ({ traffic }) => figure(Math.round(traffic.framesOutPerSecond)) },
  { title: 'in', of: ({ traffic }) => bytes(traffic.bytesInPerSecond, '/s') },
  { title: 'out', of: ({ traffic }) => bytes(traffic.bytesOutPerSecond, '/s') },
  { title: 'server CPU', of: ({ server }) => figure(server.cpu, '%') },
  { title: 'a frame', unit: 'µs of CPU', of: (cell) => figure(cpuPerFrameUs(cell)) },
  { title: 'RSS', unit: 'MiB', of: ({ server }) => figure(Math.round(server.peakRssMiB)) },
  { title: 'loop P50', unit: 'ms', of: ({ server }) => figure(server.loopDelayP50Ms) },
  { title: 'P99', unit: 'ms', of: ({ server }) => figure(server.loopDelayP99Ms) },
  { title: 'disk P95', unit: 'ms', of: ({ server }) => figure(server.durableP95Ms) },
  { title: 'load CPU', of: ({ loadGenerator }) => figure(loadGenerator.cpu, '%') },
  { title: 'lag P95', unit: 'ms', of: ({ loadGenerator }) => figure(loadGenerator.lagP95Ms) },
  { title: 'max', unit: 'ms', of: ({ loadGenerator }) => figure(loadGenerator.lagMaxMs) },
]

function oracleText(oracle: CellReport['oracle']): string {
  if (!oracle) return 'none'
  return `${figure(oracle.clients)}, ${oracle.equal ? 'equal' : 'they differ'}`
}
