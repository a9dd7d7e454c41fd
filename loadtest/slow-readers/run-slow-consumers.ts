import { describeMachine } from '../driver/machine.ts'
import { NodeProcess, typescript } from '../driver/node-process.ts'
import { peakRssMiB } from '../driver/process-sample.ts'
import { startCoplane } from '../driver/subject.ts'
import type { CellReport } from '../report/run-report.ts'
import { readServerCounters } from './server-counters.ts'
import { slowCell, type SlowCell } from './slow-cell.ts'
import { slowReportPrefix, type SlowOrder, type SlowReport } from './slow-order.ts'

export interface SlowConsumersOptions {
  /** The built server's main.js. */
  readonly server: string
  readonly cells: readonly SlowCell[]
  readonly seed: number
  /** Resolves with why the run has to stop now. */
  readonly stopped: Promise<string>
}

export interface SlowConsumersOutcome {
  readonly cells: readonly CellReport[]
  /** Why not all cells came to their end; undefined if they did. */
  readonly fault: string | undefined
}

/** Runs each cell on a server of its own, on a core of its own where there is one. */
export async function runSlowConsumers(options: SlowConsumersOptions): Promise<SlowConsumersOutcome> {
  const { pinned } = await describeMachine()
  const cells: CellReport[] = []
  try {
    for (const cell of options.cells) cells.push(await runCell(cell, options, pinned))
  } catch (error) {
    return { cells, fault: (error as Error).message }
  }
  return { cells, fault: undefined }
}

async function runCell(
  cell: SlowCell,
  { server: main, seed, stopped }: SlowConsumersOptions,
  pinned: { readonly server: number; readonly driver: number } | undefined,
): Promise<CellReport> {
  const server = await startCoplane(main, pinned?.server)
  const { name, ...load } = cell
  const order: SlowOrder = {
    ...load,
    port: server.port,
    path: `/v1/rooms/${name}`,
    serverPid: server.pid,
    seed,
    deadlineSeconds: 60 + load.warmUpSeconds + 2 * load.calmSeconds + load.slowSeconds,
  }
  const driver = new NodeProcess(
    pinned?.driver,
    typescript(new URL('main.ts', import.meta.url), JSON.stringify(order)),
  )
  try {
    const told = driver.line(new RegExp(`^${slowReportPrefix}`), (order.deadlineSeconds + 10) * 1000)
    const line = await Promise.race([told, stopped.then((why) => Promise.reject(new Error(why)))])
    const report = JSON.parse(line.slice(slowReportPrefix.length)) as SlowReport
    const metrics = await readServerCounters(server.port)
    const loopDelayMs = (q: string): number =>
      (metrics.get(`nodejs_eventloop_lag_${q}_seconds`) ?? NaN) * 1000
    return slowCell(cell, report, {
      peakRssMiB: peakRssMiB(server.pid),
      loopDelayP50Ms: loopDelayMs('p50'),
      loopDelayP99Ms: loopDelayMs('p99'),
    })
  } finally {
    await driver.stop(2_000)
    await server.stop()
  }
}
