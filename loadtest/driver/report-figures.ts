import { cpuUse, type CpuSample } from './cpu-sample.ts'
import { driverLoad } from './driver-load.ts'
import type { DriverOrder, DriverReport } from './driver-report.ts'
import type { Histogram } from './histogram.ts'
import type { Ledger } from './ledger.ts'
import { cpuShares, peakRssMiB, type ProcessSample } from './process-sample.ts'

/** All clocks at one end of the measured window. */
export interface Edge {
  readonly us: number
  readonly server: ProcessSample
  readonly own: NodeJS.CpuUsage
  readonly cpus: CpuSample
}

export function makeReport(
  order: DriverOrder,
  ledger: Ledger,
  joins: Histogram,
  from: Edge,
  to: Edge,
  lateness: { readonly loopLagP95: number; readonly sendLatenessP95: number },
): DriverReport {
  const { updates, pairs, delivered, lost, latency } = ledger.deliveries(from.us, to.us)
  const ticks = ledger.figures(from.us, to.us)
  const serverCpu = cpuShares(order.serverPid, from.server, to.server)
  const driver = driverLoad(from, to, lateness)
  return {
    updates,
    pairs,
    delivered,
    lost,
    latency: latency.summary(),
    join: joins.summary(),
    ticksPerSecond: ticks.perSecond,
    tickIntervalMs: ticks.meanIntervalMs,
    tickGap: ticks.gap.summary(),
    frameBytes: ticks.meanFrameBytes,
    durableLag: ticks.durableLag.summary(),
    serverCpu,
    serverPeakRssMiB: peakRssMiB(order.serverPid),
    driver,
    others: order.cpus && othersOn(order.cpus, from, to, serverCpu.total, driver.cpu),
    misplaced: undefined,
  }
}

function othersOn(
  cpus: NonNullable<DriverOrder['cpus']>,
  from: Edge,
  to: Edge,
  serverCpu: number,
  driverCpu: number,
): NonNullable<DriverReport['others']> {
  const server = cpuUse(cpus.server, from.cpus, to.cpus)
  const driver = cpuUse(cpus.driver, from.cpus, to.cpus)
  return {
    serverCpu: Math.max(0, server.busy - serverCpu),
    driverCpu: Math.max(0, driver.busy - driverCpu),
    stolen: Math.max(server.stolen, driver.stolen),
  }
}
