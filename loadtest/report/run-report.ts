/** What one run measured: the JSON that `loadtest/run` writes and every page, comparison and gate reads. */
export interface RunReport {
  /** Raised when a field changes its meaning. */
  readonly format: 1
  readonly scenario: ScenarioName
  /** ISO 8601. */
  readonly startedAt: string
  readonly seconds: number
  /** False when the run was interrupted: what is here is what was known by then. */
  readonly complete: boolean
  /** The commit under test; undefined outside a checkout. */
  readonly commit: string | undefined
  readonly machine: Machine
  /** What was set besides defaults, of the server (`COPLANE_TICK_MIN_MS`) and of the load (`HOLD_S`). */
  readonly settings: Readonly<Record<string, string>>
  readonly cells: readonly CellReport[]
  readonly pages: readonly PageReport[]
}

export type ScenarioName =
  | 'grid'
  | 'fps'
  | 'network'
  | 'soak'
  | 'spike'
  | 'reconnect-storm'
  | 'slow-consumers'
  | 'many-rooms'
  | 'events'

/** No number is compared across machines: comparisons look here first. */
export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  readonly kernel: string
  readonly os: string
  readonly node: string
  readonly k6: string | undefined
  readonly chromium: string | undefined
  /** How server and load generator shared the cores, such as "server on core 0, k6 on core 1". */
  readonly placement: string
}

/** Milliseconds; NaN is written as null where nothing was measured. */
export interface Latency {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
  readonly count: number
}

/** One load on one server. */
export interface CellReport {
  /** Such as `n1000_s1000`; unique within the run, and the same in the next one. */
  readonly name: string
  readonly nodes: number
  readonly sessions: number
  readonly rooms: number
  /** `people`: gestures, commits and cursors; `stream`: document updates at a stated rate. */
  readonly profile: string
  /** Document updates sent per second. */
  readonly updatesPerSecond: number
  /** The measured window, warm-up apart. */
  readonly seconds: number
  /** The interval that the server's ticks named. */
  readonly tickMs: { readonly least: number; readonly median: number; readonly most: number }
  /** From sending a document update until a member holds the tick that contains it. */
  readonly editSeen: Latency
  /** From sending a cursor until a member is told; undefined when nobody moved one. */
  readonly cursorSeen: Latency | undefined
  /** From sending an event until a member has it. */
  readonly eventSeen: Latency | undefined
  /** From opening the socket until the last SYNC. */
  readonly join: Latency
  readonly failedJoins: number
  readonly reconnects: number
  readonly ledger: Ledger
  readonly traffic: {
    readonly framesInPerSecond: number
    readonly bytesInPerSecond: number
    readonly framesOutPerSecond: number
    readonly bytesOutPerSecond: number
  }
  readonly server: ServerFigures
  readonly loadGenerator: LoadGeneratorFigures
  /** Real SDK clients that applied everything and were compared in the end; undefined without them. */
  readonly oracle: { readonly clients: number; readonly equal: boolean } | undefined
  /** One point a second, the warm-up included. */
  readonly series: readonly SeriesPoint[]
  readonly verdicts: readonly Verdict[]
}

/** What the server says that it sent, and what the members counted; they must agree to the frame. */
export interface Ledger {
  readonly document: LaneLedger
  readonly event: LaneLedger | undefined
  readonly live: LaneLedger
  /** Of all lanes, and everything else that was sent. */
  readonly agrees: boolean
}

export interface LaneLedger {
  /** By the server's counters. */
  readonly sent: number
  /** Spared and made up for later, by the server's counters. */
  readonly skipped: number
  /** Counted by the members. */
  readonly received: number
  /** What sequence numbers say that members did not get. Always 0 on the live lane, which has none. */
  readonly gaps: number
}

export interface ServerFigures {
  /** Percent of one core, over the window. */
  readonly cpu: number
  readonly peakRssMiB: number
  readonly loopDelayP50Ms: number
  readonly loopDelayP99Ms: number
  readonly descriptors: number
  /** From a tick until it is on disk. */
  readonly durableP95Ms: number | undefined
}

export interface LoadGeneratorFigures {
  readonly cpu: number
  readonly peakRssMiB: number
  /** From the frame being read until JavaScript handled it: what would flatter nobody, and must stay small. */
  readonly lagP95Ms: number
  readonly lagMaxMs: number
}

export interface SeriesPoint {
  /** Seconds since the cell began. */
  readonly at: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly frames: number
  readonly bytes: number
  readonly serverCpu: number
  readonly loadGeneratorCpu: number
  readonly rssMiB: number
}

/** A threshold and what became of it. */
export interface Verdict {
  /** Such as `edit→seen P95`. */
  readonly what: string
  readonly value: number
  /** Such as `≤ 100 ms`. */
  readonly limit: string
  readonly held: boolean
  /** `floor` fails the run; `goal` is only told. */
  readonly kind: 'floor' | 'goal'
}

/** What a real browser showed, in the room and under the load of a cell. */
export interface PageReport {
  /** Such as `demo_n1000_s1000`. */
  readonly name: string
  readonly page: 'demo' | 'react-flow'
  /** `near`: the middle of the canvas at 100 %. `fit`: everything that is on it. */
  readonly view: 'near' | 'fit'
  readonly nodes: number
  readonly sessions: number
  /** Whether only what is on the screen was drawn. */
  readonly culling: boolean
  readonly seconds: number
  readonly fps: { readonly p5: number; readonly p50: number; readonly mean: number }
  readonly frameMs: { readonly p50: number; readonly p95: number; readonly p99: number; readonly max: number }
  /** Share of frames above 33.4 ms, 0 to 1. */
  readonly slowFrames: number
  readonly longTasks: { readonly count: number; readonly totalMs: number; readonly maxMs: number }
  readonly updatesApplied: number
  readonly liveFrames: number
  /** From a frame's arrival until it is on the screen. */
  readonly receivedToPainted: Latency
  readonly heapMiB: number
  readonly domNodes: number
  /** Nodes that were drawn. */
  readonly visibleNodes: number
  readonly gaps: number
  /** FPS of every second. */
  readonly series: readonly { readonly at: number; readonly fps: number; readonly frameP95Ms: number }[]
  readonly verdicts: readonly Verdict[]
}
