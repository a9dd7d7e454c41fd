import type { DriverReport } from '../../../loadtest/driver/driver-report.ts'
import { driverBounds } from '../../../loadtest/driver/driver-report.ts'
import { median } from '../../../loadtest/driver/median.ts'
import type { FanOut } from './runs.ts'
import { bounds, goals, medianRatios, ratiosOf, totalLost } from './verdict.ts'

type Column = readonly [title: string, of: (report: DriverReport) => number | undefined, digits: number]

const columns: readonly Column[] = [
  ['p50 ms', (run) => run.latency.p50, 2],
  ['p95 ms', (run) => run.latency.p95, 2],
  ['p99 ms', (run) => run.latency.p99, 2],
  ['max ms', (run) => run.latency.max, 1],
  ['cpu %', (run) => run.serverCpu.total, 1],
  ['main %', (run) => run.serverCpu.mainThread, 1],
  ['next %', (run) => run.serverCpu.nextThread, 1],
  ['rss MiB', (run) => run.serverPeakRssMiB, 0],
  ['ticks/s', (run) => run.ticksPerSecond, 1],
  ['gap95 ms', (run) => run.tickGap.p95, 1],
  ['tick B', (run) => run.frameBytes, 0],
  ['delivered', (run) => run.delivered, 0],
  ['lost', (run) => run.lost, 0],
  ['misplaced', (run) => run.misplaced, 0],
  ['join95 ms', (run) => run.join.p95, 1],
  ['durable95', (run) => run.durableLag.p95, 1],
  ['drv cpu %', (run) => run.driver.cpu, 1],
  ['drv lag95', (run) => run.driver.loopLagP95, 2],
  ['others srv', (run) => run.others?.serverCpu, 1],
  ['others drv', (run) => run.others?.driverCpu, 1],
  ['stolen', (run) => run.others?.stolen, 1],
]

/** Everything that a run found, for a terminal. */
export function printTable(found: FanOut): string {
  const { machine, options, pairs } = found
  const { pinned } = machine
  const rows = [['run', ...columns.map(([title]) => title)]]
  for (const [index, pair] of pairs.entries())
    for (const name of ['coplane', 'floor'] as const)
      rows.push([`${index + 1} ${name}`, ...columns.map((column) => cell(column, [pair[name]]))])
  for (const name of ['coplane', 'floor'] as const)
    rows.push([
      `median ${name}`,
      ...columns.map((column) =>
        cell(
          column,
          pairs.map((pair) => pair[name]),
        ),
      ),
    ])
  const ratios = pairs.map(ratiosOf)
  const middle = medianRatios(found)
  const perPair = (key: 'p95' | 'cpu'): string => ratios.map((ratio) => ratio[key].toFixed(2)).join(' ')
  return [
    `${machine.cpuModel}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Node ${machine.node}, ${machine.kernel}`,
    pinned
      ? `server on CPU ${pinned.server}, driver on CPU ${pinned.driver}`
      : 'not pinned: taskset or a second CPU is missing',
    `${options.sessions} sessions in one room, ${options.nodes} nodes, ${options.rate} updates/s, ` +
      `${options.warmUpSeconds} s warm-up, ${options.seconds} s measured, SQLite`,
    '',
    ...align(rows),
    '',
    `P95 / floor: ${perPair('p95')}, median ${middle.p95.toFixed(3)} (bound ${bounds.p95}, goal ${goals.p95})`,
    `CPU / floor: ${perPair('cpu')}, median ${middle.cpu.toFixed(3)} (bound ${bounds.cpu}, goal ${goals.cpu})`,
    `lost or misplaced: ${totalLost(found)}`,
    ...warnings(found),
    '',
  ].join('\n')
}

function warnings({ pairs }: FanOut): string[] {
  const runs = pairs.flatMap(({ coplane, floor }) => [coplane, floor])
  const lines: string[] = []
  if (runs.some((run) => run.driver.isBottleneck))
    lines.push(
      `THE DRIVER WAS THE BOTTLENECK in some run (CPU ≥ ${driverBounds.cpuPercent} % or loop lag P95 > ` +
        `${driverBounds.loopLagMs} ms): latencies are the driver's, not the server's`,
    )
  if (
    runs.some(
      ({ others }) => others && Math.max(others.serverCpu, others.driverCpu, others.stolen) > noisyPercent,
    )
  )
    lines.push(
      `Others took more than ${noisyPercent} % of a pinned CPU in some run: run again on a quiet machine`,
    )
  return lines
}

function cell([, of, digits]: Column, runs: readonly DriverReport[]): string {
  const values = runs.map(of).filter((value): value is number => typeof value === 'number')
  return values.length === 0 ? '–' : median(values).toFixed(digits)
}

function align(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows.map((row) =>
    row
      .map((text, column) => (column === 0 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!)))
      .join('  '),
  )
}

const noisyPercent = 5
