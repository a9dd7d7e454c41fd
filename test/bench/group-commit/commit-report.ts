import type { Quantiles } from '../../../loadtest/driver/histogram.ts'

/** What the driver is told, as JSON in its only argument. */
export interface CommitOrder {
  readonly port: number
  /** The process whose CPU is measured. */
  readonly serverPid: number
  readonly rooms: number
  /** Edits per second of all writers together. */
  readonly rate: number
  readonly joinsPerSecond: number
  readonly warmUpSeconds: number
  readonly seconds: number
  readonly seed: number
  readonly deadlineSeconds: number
}

/** What the driver found, as JSON in its last line. */
export interface CommitReport {
  readonly edits: number
  /** Edits that were not known to be saved five seconds after the last one. */
  readonly unsaved: number
  /** Milliseconds from sending an edit until its writer knows that it is on disk. */
  readonly saved: Quantiles
  /** Percent of one core. */
  readonly serverCpu: number
  readonly commitsPerSecond: number
  readonly rowsPerCommit: number
  readonly sendLatenessP95: number
}

/** Marks the driver's last line. */
export const commitPrefix = 'COMMITS '
