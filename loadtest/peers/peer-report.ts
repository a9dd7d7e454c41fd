import type { Quantiles } from '../driver/histogram.ts'
import type { Machine } from '../driver/machine.ts'
import type { DriverLoad } from '../driver/driver-report.ts'

/** What a comparison found: `loadtest/results/peers.json`. Times are milliseconds, CPU is percent of one core. */
export interface PeerReport {
  /** Raised when a field changes its meaning. */
  readonly format: 1
  /** ISO 8601. */
  readonly startedAt: string
  /** False while runs are missing: an interrupted comparison leaves what it had. */
  readonly complete: boolean
  readonly machine: Machine
  /** Of the packages that were compared. */
  readonly versions: Readonly<Record<string, string>>
  readonly options: PeerOptions
  /** In the order in which they were made. */
  readonly runs: readonly PeerRun[]
  readonly rows: readonly PeerRow[]
  readonly verdicts: readonly Verdict[]
}

export interface PeerOptions {
  readonly sessions: number
  readonly nodes: number
  readonly workloads: readonly Workload[]
  readonly subjects: readonly SubjectName[]
  readonly seconds: number
  readonly warmUpSeconds: number
  readonly rounds: number
  readonly joinsPerSecond: number
  readonly seed: number
  /** The compiled server to run. */
  readonly server: string
}

/** One load, the same for every subject. */
export interface Workload {
  /** Document updates per second of all sessions together. */
  readonly rate: number
  /** Cursor moves per second of every session; 0 for no presence at all. */
  readonly cursorHz: number
}

export const subjectNames = ['coplane', 'floor', 'coplane-stock', 'hocuspocus', 'y-websocket'] as const

/**
 * `coplane` speaks its own wire, `coplane-stock` the same server to stock y-websocket clients; `floor` is a bare
 * uWebSockets.js publisher of the same frames, without a document.
 */
export type SubjectName = (typeof subjectNames)[number]

export interface PeerFigures {
  readonly updates: number
  /** Every update has to reach every member, its writer too. pairs = delivered + lost. */
  readonly pairs: number
  readonly delivered: number
  /** Pairs that had not arrived five seconds after the measured window. */
  readonly lost: number
  /** From sending an update until a member holds it, over the delivered pairs. */
  readonly latency: Quantiles
  /** From opening a socket until the whole document is there, while everybody joins. */
  readonly join: Quantiles
  readonly cpuPercent: number
  /** CPU of the server in microseconds, all of its threads, per pair that arrived meanwhile. */
  readonly cpuUsPerDelivery: number
  readonly peakRssMiB: number
  /** Nodes that a late joiner did not find where their writer left them; absent where it was not looked. */
  readonly misplaced: number | undefined
  /** From moving a cursor until a member has that state or a later one; absent where all of them are not sent to all. */
  readonly cursors: CursorFigures | undefined
  readonly driver: DriverLoad
}

export interface CursorFigures {
  readonly pairs: number
  readonly lost: number
  readonly latency: Quantiles
}

export interface PeerRun {
  readonly round: number
  readonly subject: SubjectName
  readonly workload: Workload
  readonly outcome: Outcome
}

export type Outcome =
  | { readonly is: 'measured'; readonly figures: PeerFigures }
  /** It could not keep up: what it delivered is not comparable, so nothing but that is claimed. */
  | { readonly is: 'collapsed'; readonly why: string; readonly figures: PeerFigures | undefined }
  | { readonly is: 'not-run'; readonly why: string }

/** Medians over the rounds of one subject under one workload. */
export interface PeerRow {
  readonly subject: SubjectName
  readonly workload: Workload
  readonly outcome: Outcome
  /** Its figure divided by that of Coplane's stock dialect, the median over rounds of both in the same round. */
  readonly ratios: { readonly p95: number; readonly cpu: number; readonly join: number } | undefined
}

export interface Verdict {
  /** `undecided`: the driver was the bottleneck, so the latencies say nothing about the servers. */
  readonly is: 'ok' | 'broken' | 'undecided'
  readonly sentence: string
}
