import type { Quantiles } from './histogram.ts'
import type { CpuShares } from './process-sample.ts'

/** What the driver is told, as JSON in its only argument. */
export interface DriverOrder {
  readonly port: number
  readonly path: string
  /** The process whose CPU is measured. */
  readonly serverPid: number
  /** `coplane` keeps a document and acks; `floor` lists the updates of a tick in its frame. */
  readonly subject: 'coplane' | 'floor'
  readonly sessions: number
  readonly nodes: number
  /** Updates per second of all writers together. */
  readonly rate: number
  /** How often every session moves its cursor, per second; with 0 nobody has a cursor or a view. */
  readonly cursorHz: number
  readonly joinsPerSecond: number
  readonly warmUpSeconds: number
  readonly seconds: number
  readonly seed: number
  /** CPUs that server and driver are pinned to, absent where they are not. */
  readonly cpus: { readonly server: number; readonly driver: number } | undefined
  /** The driver gives up after this long. */
  readonly deadlineSeconds: number
}

/** What the driver found, as JSON in its last line. Times are milliseconds, CPU is percent of one core. */
export interface DriverReport {
  readonly updates: number
  readonly pairs: number
  readonly delivered: number
  readonly lost: number
  readonly latency: Quantiles
  readonly join: Quantiles
  readonly ticksPerSecond: number
  readonly tickIntervalMs: number
  /** Between two ticks in a row. */
  readonly tickGap: Quantiles
  readonly frameBytes: number
  /** From a tick's first arrival until a header says it is on disk; NaN (null in JSON) for a floor. */
  readonly durableLag: Quantiles
  readonly serverCpu: CpuShares
  readonly serverPeakRssMiB: number
  readonly driver: DriverLoad
  /** What others took of the two pinned CPUs. */
  readonly others:
    | { readonly serverCpu: number; readonly driverCpu: number; readonly stolen: number }
    | undefined
  /** Nodes that a late joiner did not find where their writer left them; undefined for a floor. */
  readonly misplaced: number | undefined
}

export interface DriverLoad {
  readonly cpu: number
  readonly loopLagP95: number
  /** How long after its planned time an update was sent. */
  readonly sendLatenessP95: number
  /** Whether the driver was too busy for the figures to be the server's. */
  readonly isBottleneck: boolean
}

/** Beyond either the figures are the driver's, not the server's. */
export const driverBounds = { cpuPercent: 90, loopLagMs: 5 } as const

/** Marks the driver's last line. */
export const reportPrefix = 'REPORT '
