import { driverBounds } from '../driver/driver-report.ts'
import type { PeerFigures, PeerReport, PeerRow } from './peer-report.ts'
import { reference } from './peer-rows.ts'
import { describeWorkload } from './workload.ts'

type Column = readonly [title: string, of: (figures: PeerFigures) => number | undefined, digits: number]

const columns: readonly Column[] = [
  ['p50 ms', ({ latency }) => latency.p50, 1],
  ['p95 ms', ({ latency }) => latency.p95, 1],
  ['p99 ms', ({ latency }) => latency.p99, 1],
  ['delivered', ({ delivered }) => delivered, 0],
  ['lost', ({ lost }) => lost, 0],
  ['cpu %', ({ cpuPercent }) => cpuPercent, 1],
  ['cpu µs/dlv', ({ cpuUsPerDelivery }) => cpuUsPerDelivery, 2],
  ['rss MiB', ({ peakRssMiB }) => peakRssMiB, 0],
  ['join95 ms', ({ join }) => join.p95, 1],
  ['curs95 ms', ({ cursors }) => cursors?.latency.p95, 1],
  ['drv cpu %', ({ driver }) => driver.cpu, 1],
  ['drv lag95', ({ driver }) => driver.loopLagP95, 2],
]

/** Everything that a comparison found, for a terminal. */
export function printTable(report: PeerReport): string {
  const { machine, options, versions } = report
  const { pinned } = machine
  return [
    `${machine.cpuModel}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.kernel}`,
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
    pinned
      ? `server on CPU ${pinned.server}, driver on CPU ${pinned.driver}`
      : 'not pinned: taskset or a second CPU is missing',
    `${options.sessions} sessions in one room, ${options.nodes} nodes, ${options.warmUpSeconds} s warm-up, ` +
      `${options.seconds} s measured, medians of ${options.rounds} rounds`,
    `Coplane has SQLite durability on; the peers store nothing. Ratios: the row's figure over ${reference}'s.`,
    ...options.workloads.flatMap((workload) =>
      ['', describeWorkload(workload)].concat(
        align(rowTexts(report.rows.filter((row) => row.workload === workload))),
      ),
    ),
    '',
    ...report.verdicts.map((verdict) => `${verdict.is.padEnd(9)}  ${verdict.sentence}`),
    ...warnings(report),
    '',
  ].join('\n')
}

function rowTexts(rows: readonly PeerRow[]): string[][] {
  const heads = ['', ...columns.map(([title]) => title), 'p95 ×', 'cpu ×', 'join ×']
  return [
    heads,
    ...rows.map(({ subject, outcome, ratios }) => {
      const figures = outcome.is === 'not-run' ? undefined : outcome.figures
      const mark = figures?.driver.isBottleneck === true ? ' *' : ''
      return [
        `${subject}${mark}`,
        ...columns.map(([, of, digits]) => numberText(figures && of(figures), digits)),
        ...(outcome.is === 'measured'
          ? [ratios?.p95, ratios?.cpu, ratios?.join].map((value) => numberText(value, 2))
          : [`${outcome.is === 'collapsed' ? 'collapsed' : 'not run'}: ${outcome.why}`]),
      ]
    }),
  ]
}

function warnings({ rows }: PeerReport): string[] {
  const bound = rows.some(({ outcome }) => outcome.is !== 'not-run' && outcome.figures?.driver.isBottleneck)
  return bound
    ? [
        `* THE DRIVER WAS THE BOTTLENECK in some round (CPU ≥ ${driverBounds.cpuPercent} % or loop lag P95 > ` +
          `${driverBounds.loopLagMs} ms): those latencies are the driver's or a busy machine's, not the server's`,
      ]
    : []
}

function numberText(value: number | null | undefined, digits: number): string {
  return value === undefined || value === null || Number.isNaN(value) ? '–' : value.toFixed(digits)
}

function align(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0))
  const widths = rows[0]!.map((_, column) => (column <= columns.length ? width(column) : 7))
  return rows.map((row) =>
    row
      .map((text, column) => (column === 0 ? text.padEnd(widths[0]!) : text.padStart(widths[column]!)))
      .join('  '),
  )
}
