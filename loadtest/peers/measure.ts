import { reportPrefix, type DriverOrder, type DriverReport } from '../driver/driver-report.ts'
import { NodeProcess, typescript } from '../driver/node-process.ts'
import type { Machine } from '../driver/machine.ts'
import type { Subject } from '../driver/subject.ts'
import type { StockName } from './driver/stock-dialect.ts'
import type { StockOrder, StockReport } from './driver/stock-order.ts'
import type { PeerFigures, PeerOptions, Workload } from './peer-report.ts'
import type { Ticks } from './subjects.ts'

/** Drives Coplane's own wire, or the floor, which is spoken to in it. */
export async function measureNative(
  name: DriverOrder['subject'],
  subject: Subject,
  options: PeerOptions,
  workload: Workload,
  { pinned }: Machine,
): Promise<{ readonly figures: PeerFigures; readonly ticks: Ticks }> {
  const order: DriverOrder = {
    ...commonOrder(subject, options, workload),
    subject: name,
    path: '/v1/rooms/bench',
    cpus: pinned,
  }
  const report = (await drive('../driver/main.ts', order, pinned)) as DriverReport
  return {
    figures: {
      updates: report.updates,
      pairs: report.pairs,
      delivered: report.delivered,
      lost: report.lost,
      latency: report.latency,
      join: report.join,
      cpuPercent: report.serverCpu.total,
      cpuUsPerDelivery: cpuUs(report.serverCpu.total, options.seconds) / report.delivered,
      peakRssMiB: report.serverPeakRssMiB,
      misplaced: report.misplaced,
      cursors: undefined,
      driver: report.driver,
    },
    ticks: { intervalMs: report.tickIntervalMs, frameBytes: report.frameBytes },
  }
}

/** Drives a server the way stock Yjs providers do. */
export async function measureStock(
  dialect: StockName,
  subject: Subject,
  options: PeerOptions,
  workload: Workload,
  { pinned }: Machine,
): Promise<PeerFigures> {
  const order: StockOrder = { ...commonOrder(subject, options, workload), dialect }
  const { document, cursors, ...report } = (await drive('driver/main.ts', order, pinned)) as StockReport
  return {
    updates: document.sent,
    pairs: document.pairs,
    delivered: document.delivered,
    lost: document.lost,
    latency: document.latency,
    join: report.join,
    cpuPercent: report.serverCpu.total,
    cpuUsPerDelivery: cpuUs(report.serverCpu.total, options.seconds) / document.arrivedInWindow,
    peakRssMiB: report.serverPeakRssMiB,
    misplaced: report.misplaced,
    cursors: cursors && { pairs: cursors.pairs, lost: cursors.lost, latency: cursors.latency },
    driver: report.driver,
  }
}

function commonOrder(
  subject: Subject,
  options: PeerOptions,
  workload: Workload,
): Omit<StockOrder, 'dialect'> {
  const { sessions, nodes, joinsPerSecond, warmUpSeconds, seconds, seed } = options
  return {
    port: subject.port,
    serverPid: subject.pid,
    sessions,
    nodes,
    ...workload,
    joinsPerSecond,
    warmUpSeconds,
    seconds,
    seed,
    deadlineSeconds: Math.ceil(sessions / joinsPerSecond + warmUpSeconds + seconds) + spareSeconds,
  }
}

async function drive(
  main: string,
  order: DriverOrder | StockOrder,
  pinned: Machine['pinned'],
): Promise<unknown> {
  const driver = new NodeProcess(
    pinned?.driver,
    typescript(new URL(main, import.meta.url), JSON.stringify(order)),
  )
  try {
    const line = await driver.line(new RegExp(`^${reportPrefix}`), (order.deadlineSeconds + 5) * 1000)
    return JSON.parse(line.slice(reportPrefix.length))
  } finally {
    await driver.stop(500)
  }
}

function cpuUs(percent: number, seconds: number): number {
  return percent * 1e4 * seconds
}

/** For making the moves, the settling, the stragglers and a machine that is slow: a peer that needs more has collapsed. */
const spareSeconds = 30
