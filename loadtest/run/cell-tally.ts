import type { PageReport } from '../report/run-report.ts'
import { LatencyHistogram } from '../scenario/latency-histogram.ts'
import type { VuCounts, VuMessage, VuSecond } from '../scenario/vu-message.ts'
import { addCounts, nothingCounted } from '../scenario/vu-counts.ts'

/** What all virtual users told of one second. */
export interface TalliedSecond {
  readonly edit: LatencyHistogram
  counts: VuCounts
  isMeasured: boolean
}

/** Everything that the virtual users of one cell have told, merged. Latencies are of the measured window, joins of all time. */
export class CellTally {
  readonly edit = new LatencyHistogram()
  readonly cursor = new LatencyHistogram()
  readonly event = new LatencyHistogram()
  readonly join = new LatencyHistogram()
  readonly lag = new LatencyHistogram()
  readonly troubles: string[] = []
  readonly pages: PageReport[] = []
  /** By whole seconds since the first one. */
  readonly seconds = new Map<number, TalliedSecond>()
  /** Counts of the measured window. */
  measured: VuCounts = nothingCounted
  /** Milliseconds since the epoch; undefined before anything was measured. */
  window: { readonly fromMs: number; readonly toMs: number } | undefined
  /** When the first second ended, in milliseconds since the epoch. */
  startMs = Infinity
  private readonly users = new Map<number, User>()

  hear(message: VuMessage): void {
    const user = this.users.get(message.vu) ?? newUser()
    this.users.set(message.vu, user)
    switch (message.kind) {
      case 'hello':
        user.sockets = message.sockets
        return
      case 'second':
        this.addSecond(message)
        user.counts = addCounts(user.counts, message.counts)
        return
      case 'quiet':
        user.totals = message.totals
        return
      case 'trouble':
        this.troubles.push(message.message)
        return
      case 'page':
        this.pages.push(message.report)
        return
      default:
        message satisfies never
    }
  }

  get sockets(): number {
    return [...this.users.values()].reduce((sum, user) => sum + user.sockets, 0)
  }

  /** Whether every virtual user that was announced has ended its load and counted everything. */
  get isQuiet(): boolean {
    return this.users.size > 0 && [...this.users.values()].every(({ totals }) => totals !== undefined)
  }

  /**
   * Of all virtual users and all time. What came after a user said that it was quiet is in its seconds, what came since its
   * last second in its own word; counts only grow, so the larger one is the newer one.
   */
  get totals(): VuCounts {
    return [...this.users.values()]
      .map(({ totals, counts }) => (totals && totals.frames >= counts.frames ? totals : counts))
      .reduce(addCounts, nothingCounted)
  }

  private addSecond(second: VuSecond): void {
    this.startMs = Math.min(this.startMs, second.atMs)
    const at = Math.max(0, Math.round((second.atMs - this.startMs) / 1000))
    let tallied = this.seconds.get(at)
    if (!tallied)
      this.seconds.set(
        at,
        (tallied = { edit: new LatencyHistogram(), counts: nothingCounted, isMeasured: false }),
      )
    tallied.edit.merge(second.edit)
    tallied.counts = addCounts(tallied.counts, second.counts)
    this.join.merge(second.join)
    if (!second.measured) return
    tallied.isMeasured = true
    this.edit.merge(second.edit)
    this.cursor.merge(second.cursor)
    this.event.merge(second.event)
    this.lag.merge(second.lag)
    this.measured = addCounts(this.measured, second.counts)
    this.window = {
      fromMs: Math.min(this.window?.fromMs ?? Infinity, second.atMs - 1000),
      toMs: Math.max(this.window?.toMs ?? -Infinity, second.atMs),
    }
  }
}

interface User {
  sockets: number
  /** What its seconds add up to. */
  counts: VuCounts
  /** Its own word of everything, once it is quiet. */
  totals: VuCounts | undefined
}

function newUser(): User {
  return { sockets: 0, counts: nothingCounted, totals: undefined }
}
