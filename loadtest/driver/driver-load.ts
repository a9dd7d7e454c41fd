import { driverBounds, type DriverLoad } from './driver-report.ts'

/** Clocks of the driver itself at one end of the measured window. */
interface OwnEdge {
  readonly us: number
  readonly own: NodeJS.CpuUsage
}

/** How busy the driver was between two edges, and whether too busy for the figures to be the server's. */
export function driverLoad(
  from: OwnEdge,
  to: OwnEdge,
  lateness: Pick<DriverLoad, 'loopLagP95' | 'sendLatenessP95'>,
): DriverLoad {
  const ownUs = to.own.user + to.own.system - from.own.user - from.own.system
  const cpu = (ownUs * 100) / (to.us - from.us)
  return {
    cpu,
    ...lateness,
    isBottleneck: cpu >= driverBounds.cpuPercent || lateness.loopLagP95 > driverBounds.loopLagMs,
  }
}
