import type { VuCounts } from './vu-message.ts'

/** What the probe saw in a page while it was asked to look. Times are milliseconds of the page's own clock. */
export interface PageSample {
  readonly startedMs: number
  readonly endedMs: number
  /** When each animation frame began. */
  readonly frames: readonly number[]
  /** From the arrival of a frame that changes the picture until the end of the animation frame that painted it. */
  readonly painted: readonly number[]
  /** Tasks above 50 ms. */
  readonly longTasks: readonly number[]
  /** Change sets of the document that the page was told. */
  readonly changeSets: number
  readonly liveFrames: number
  readonly gaps: number
  /** Nodes that the page draws, in the end. */
  readonly visibleNodes: number
  readonly heapBytes: number
  readonly domNodes: number
  /** A hidden page paints nothing, and its figures mean nothing. */
  readonly hidden: boolean
}

/** What the page's sockets carried since it was loaded, counted as every other member's frames are. */
export interface PageTotals {
  readonly counts: VuCounts
  /** The newest tick that it holds. */
  readonly seq: number
}

/** What the probe offers in the page, as `window.coplaneProbe`. */
export interface PageProbe {
  start(): void
  take(): PageSample
  counts(): VuCounts
  /** Resolves when everything that the server sent before now has arrived. */
  barrier(): Promise<PageTotals>
}

/** Bytes that the probe reads of the wire; a function that is sent into a page imports nothing. */
export interface ProbedWire {
  readonly tick: number
  readonly live: number
  readonly overview: number
  readonly sync: number
  readonly update: number
  readonly cursor: number
  readonly event: number
  readonly error: number
  readonly ping: number
  readonly pong: number
  /** Lanes of a tick that change the picture, those that carry the document, and those that carry events. */
  readonly shownLanes: number
  readonly documentLane: number
  readonly eventLane: number
}
