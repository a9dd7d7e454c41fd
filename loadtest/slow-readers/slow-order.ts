import type { Quantiles } from '../driver/histogram.ts'

/** What a slow reader does: reads on and off, reads a little each second, or does not read at all. */
export type SlowHabit = 'pausing' | 'trickling' | 'never'
export type Habit = 'steady' | SlowHabit

/** What the driver is told, as JSON in its only argument. */
export interface SlowOrder {
  readonly port: number
  readonly path: string
  readonly serverPid: number
  /** Rooms of this kind; members, writers and rates are those of each. */
  readonly rooms: number
  /** How many members read in which way. */
  readonly readers: Readonly<Record<Habit, number>>
  /** Steady members that edit. */
  readonly writers: number
  /** Edits per second of all writers together, and what each of them weighs. */
  readonly rate: number
  readonly editBytes: number
  /** Cursors per second of all steady members together. */
  readonly cursorRate: number
  readonly warmUpSeconds: number
  /** Everybody reads for so long before and after the slow ones are slow. */
  readonly calmSeconds: number
  readonly slowSeconds: number
  readonly seed: number
  readonly deadlineSeconds: number
}

/** What the driver found, as JSON in its last line. Times are milliseconds, CPU is percent of one core. */
export interface SlowReport {
  /** From sending an edit until a steady member holds it; everybody reading, and others being slow. */
  readonly calm: SeenFigures
  readonly slow: SeenFigures
  readonly join: Quantiles & { readonly count: number }
  readonly updatesPerSecond: number
  readonly tickMs: { readonly least: number; readonly median: number; readonly most: number }
  /** Ticks of 16 KiB and more, which the server's transport writes in another way, and all. */
  readonly bigTicks: number
  readonly ticks: number
  readonly members: MemberTotals
  readonly server: ServerTotals
  /** Slow members that the server closed, with what they were told, and how many came back. */
  readonly closedReasons: readonly string[]
  readonly reconnects: number
  /** From the moment when the slow ones read again until all have everything. */
  readonly catchUpMs: number
  /** Readers whose document was made of what they got, and whether all equal what a joiner gets. */
  readonly oracle: { readonly clients: number; readonly equal: boolean }
  readonly rssMiB: { readonly calm: number; readonly peak: number }
  readonly serverCpu: number
  /** While all members were there. */
  readonly descriptors: number
  readonly driver: {
    readonly cpu: number
    readonly peakRssMiB: number
    readonly loopLagP95: number
    readonly loopLagMax: number
  }
  readonly seconds: number
  readonly series: readonly SlowSecond[]
}

export interface SeenFigures extends Quantiles {
  readonly count: number
  /** Pairs of an edit and a steady member that no tick brought. */
  readonly lost: number
}

/** Counted by the members, over all their sockets. */
export interface MemberTotals {
  readonly frames: number
  readonly bytes: number
  readonly ticks: number
  readonly documentTicks: number
  readonly liveFrames: number
  readonly gaps: number
  readonly resyncs: number
  /** Ticks that a SYNC made up for, and ticks that a closed member was spared before. */
  readonly skipped: number
  readonly forgone: number
  /** Ticks of the room × members, each for as long as it was one. */
  readonly published: number
  readonly messagesSent: number
  readonly bytesSent: number
}

/** The same by the server's counters. */
export interface ServerTotals {
  readonly frames: number
  readonly ticks: number
  readonly documentTicks: number
  readonly liveFrames: number
  readonly liveSkipped: number
  readonly resyncs: number
  readonly skipped: number
  readonly forgone: number
  readonly lost: number
}

export interface SlowSecond {
  readonly at: number
  readonly frames: number
  readonly bytes: number
  readonly serverCpu: number
  readonly driverCpu: number
  readonly rssMiB: number
}

/** Marks the driver's last line. */
export const slowReportPrefix = 'SLOW '
