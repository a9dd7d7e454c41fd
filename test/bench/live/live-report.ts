import type { Quantiles } from '../../../loadtest/driver/histogram.ts'

/** What the driver of moving cursors is told, as JSON in its only argument. */
export interface LiveOrder {
  readonly port: number
  readonly path: string
  readonly serverPid: number
  readonly sessions: number
  /** Cursors that a view sees, on average. */
  readonly seen: number
  /** Moves per second of each session. */
  readonly hz: number
  readonly joinsPerSecond: number
  readonly warmUpSeconds: number
  readonly seconds: number
  readonly seed: number
  readonly deadlineSeconds: number
}

/** What it found, as JSON in its last line. Times are milliseconds, CPU is percent of one core. */
export interface LiveReport {
  /** Everything that left the server for the members, WebSocket framing included. */
  readonly bytesPerSecond: number
  readonly framesPerSecond: number
  /** Cursors per LIVE frame. */
  readonly cursorsPerFrame: number
  /** From sending a cursor until another member has it, of a sample of the frames. */
  readonly latency: Quantiles
  readonly movesPerSecond: number
  readonly serverCpu: number
  readonly serverPeakRssMiB: number
  readonly driverCpu: number
  /** How long after its planned time a cursor was sent, P95. */
  readonly sendLatenessP95: number
}

/** Marks the driver's last line. */
export const livePrefix = 'LIVE '
