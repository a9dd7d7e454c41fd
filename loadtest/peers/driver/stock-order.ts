import type { DriverLoad } from '../../driver/driver-report.ts'
import type { Quantiles } from '../../driver/histogram.ts'
import type { CpuShares } from '../../driver/process-sample.ts'
import type { StockName } from './stock-dialect.ts'

/** What the stock driver is told, as JSON in its only argument. */
export interface StockOrder {
  readonly dialect: StockName
  readonly port: number
  /** The process whose CPU is measured. */
  readonly serverPid: number
  readonly sessions: number
  readonly nodes: number
  /** Updates per second of all writers together. */
  readonly rate: number
  /** How often every session moves its cursor, per second; 0 for never. */
  readonly cursorHz: number
  readonly joinsPerSecond: number
  readonly warmUpSeconds: number
  readonly seconds: number
  readonly seed: number
  /** The driver gives up after this long. */
  readonly deadlineSeconds: number
}

/** What the stock driver found, as JSON in its last line. Times are milliseconds. */
export interface StockReport {
  readonly document: LaneFigures
  /** Everybody's cursors; a later one of the same member counts for those before it. */
  readonly cursors: LaneFigures | undefined
  readonly join: Quantiles
  readonly serverCpu: CpuShares
  readonly serverPeakRssMiB: number
  readonly driver: DriverLoad
  /** Nodes that a late joiner did not find where their writer left them; undefined while deliveries were missing. */
  readonly misplaced: number | undefined
}

export interface LaneFigures {
  readonly sent: number
  readonly pairs: number
  readonly delivered: number
  /** Pairs that had not arrived seconds after the window. */
  readonly lost: number
  /** Pairs that arrived within the window, whenever they were sent. */
  readonly arrivedInWindow: number
  readonly latency: Quantiles
}
