import type { PageReport } from '../report/run-report.ts'

/** What k6's virtual users tell the collector, one JSON text message each. A `packed` histogram is LatencyHistogram's. */
export type VuMessage = VuHello | VuSecond | VuQuiet | VuPage | VuTrouble

/** First message: a virtual user is about to open its sockets. */
export interface VuHello {
  readonly kind: 'hello'
  readonly cell: string
  readonly vu: number
  readonly sockets: number
}

/** What happened since the last one. */
export interface VuSecond {
  readonly kind: 'second'
  readonly cell: string
  readonly vu: number
  /** Milliseconds since the epoch. */
  readonly atMs: number
  /** Whether the load's warm-up is over and its end not yet reached. */
  readonly measured: boolean
  readonly edit: readonly number[]
  readonly cursor: readonly number[]
  readonly event: readonly number[]
  readonly join: readonly number[]
  /** From reading a frame until JavaScript handled it. */
  readonly lag: readonly number[]
  readonly counts: VuCounts
}

/**
 * All load has ended, and every socket has since had its PONG: whatever the server sent before is counted. The collector
 * compares with the server's counters and answers `close`.
 */
export interface VuQuiet {
  readonly kind: 'quiet'
  readonly cell: string
  readonly vu: number
  /** Of the whole run of this virtual user. */
  readonly totals: VuCounts
  /** The newest tick that each socket holds, by the order of opening. */
  readonly seqs: readonly number[]
}

/** What a browser's page showed. Its virtual user is a member like every other: it says hello and is quiet as well. */
export interface VuPage {
  readonly kind: 'page'
  readonly cell: string
  readonly vu: number
  readonly report: PageReport
}

/** Something that no load should meet: a refused join, a bad close, a frame that could not be read. */
export interface VuTrouble {
  readonly kind: 'trouble'
  readonly cell: string
  readonly vu: number
  readonly message: string
}

/** Counts since the last message, or in all. */
export interface VuCounts {
  /** Frames received, all of them. */
  readonly frames: number
  readonly bytes: number
  readonly ticks: number
  /** Ticks that carry a document block, and those that carry events. */
  readonly documentTicks: number
  readonly eventTicks: number
  readonly events: number
  readonly liveFrames: number
  /** Ticks that the sequence says were missed; a SYNC that made up for them does not count. */
  readonly gaps: number
  /** Events that their sequence says were missed. */
  readonly eventGaps: number
  readonly resyncs: number
  readonly sent: number
  readonly sentBytes: number
  readonly updatesSent: number
  readonly cursorsSent: number
  readonly eventsSent: number
  readonly joins: number
  readonly failedJoins: number
  readonly reconnects: number
  readonly errors: number
  /** Closes that this load did not ask for. */
  readonly badCloses: number
  readonly tickMsLeast: number
  readonly tickMsMost: number
}

/** What the collector tells every virtual user. */
export interface CollectorMessage {
  /** `go`: the server's counters are read, open your sockets. `close`: they are read again, close them. */
  readonly kind: 'go' | 'close'
}
