import type { Counters } from './counters.ts'
import type { DocumentStore, LogRow } from './document-store.ts'
import type { Clock } from './ports.ts'
import { roomLimits } from './room-limits.ts'

/** A room as the journal sees it. */
export interface Journaled {
  readonly name: string
  /** Everything appended for this room up to `seq` is on disk. */
  stored(seq: number): void
}

/**
 * Group commit for all rooms of the process: what the ticks append is written in one transaction at a time, in
 * order, and retried with backoff for as long as the store fails. Nothing is forgotten before it is on disk.
 */
export class Journal {
  private rows: LogRow[] = []
  /** When each of the rows was appended. */
  private appendedMs: number[] = []
  private readonly newest = new Map<Journaled, number>()
  private committing = false
  private scheduled = false
  private lastCommitMs = -Infinity
  private retryMs: number = roomLimits.commitRetryMinMs
  private readonly settled: (() => void)[] = []
  /** Bytes not yet on disk. */
  pendingBytes = 0
  /** The message of the last failure, undefined while the store works. */
  failure: string | undefined
  private readonly store: DocumentStore
  private readonly clock: Clock
  private readonly counters: Counters
  private readonly report: (message: string, error: unknown) => void

  constructor(
    store: DocumentStore,
    clock: Clock,
    counters: Counters,
    report: (message: string, error: unknown) => void,
  ) {
    this.store = store
    this.clock = clock
    this.counters = counters
    this.report = report
  }

  /** Whether edits must be refused because the store has fallen too far behind. */
  get isFull(): boolean {
    return this.pendingBytes > roomLimits.journalPendingBytes
  }

  /** How long the commit in flight has been running or failing, in milliseconds; 0 when none is. */
  get stalledMs(): number {
    return this.committing ? this.clock.now() - this.lastCommitMs : 0
  }

  append(room: Journaled, seq: number, update: Uint8Array): void {
    this.rows.push({ room: room.name, seq, update })
    this.appendedMs.push(this.clock.now())
    this.newest.set(room, seq)
    this.pendingBytes += update.length
    this.schedule()
  }

  /** Resolves when everything appended before the call is on disk. */
  whenSettled(): Promise<void> {
    if (this.pendingBytes === 0) return Promise.resolve()
    return new Promise((resolve) => this.settled.push(resolve))
  }

  private schedule(): void {
    if (this.committing || this.scheduled || this.rows.length === 0) return
    this.scheduled = true
    const waitMs = this.lastCommitMs + roomLimits.commitSpacingMs - this.clock.now()
    const run = (): void => {
      this.scheduled = false
      void this.commit()
    }
    // Rooms that tick in this turn still append: even a commit that need not wait starts at the turn's end.
    if (waitMs > 0) this.clock.after(waitMs, run)
    else this.clock.soon(run)
  }

  private async commit(): Promise<void> {
    this.committing = true
    const { rows, appendedMs } = this
    const newest = [...this.newest]
    const bytes = rows.reduce((sum, row) => sum + row.update.length, 0)
    this.rows = []
    this.appendedMs = []
    this.newest.clear()
    const startMs = this.clock.now()
    this.lastCommitMs = startMs
    try {
      await this.store.append(rows)
    } catch (error) {
      this.failed(rows, appendedMs, newest, error)
      return
    }
    if (this.failure !== undefined) this.report('the store works again', undefined)
    this.failure = undefined
    this.retryMs = roomLimits.commitRetryMinMs
    const storedMs = this.clock.now()
    this.counters.storeFlushSeconds.observe((storedMs - startMs) / 1000)
    for (const ms of appendedMs) this.counters.durableLagSeconds.observe((storedMs - ms) / 1000)
    this.pendingBytes -= bytes
    this.committing = false
    for (const [room, seq] of newest) room.stored(seq)
    if (this.pendingBytes === 0) for (const resolve of this.settled.splice(0)) resolve()
    this.schedule()
  }

  private failed(rows: LogRow[], appendedMs: number[], newest: [Journaled, number][], error: unknown): void {
    this.counters.storeFailures++
    this.failure = error instanceof Error ? error.message : String(error)
    this.report(`the store failed; ${rows.length} updates wait, next try in ${this.retryMs} ms`, error)
    this.rows = rows.concat(this.rows)
    this.appendedMs = appendedMs.concat(this.appendedMs)
    for (const [room, seq] of newest) if (!this.newest.has(room)) this.newest.set(room, seq)
    this.clock.after(this.retryMs, () => {
      this.committing = false
      void this.commit()
    })
    this.retryMs = Math.min(this.retryMs * 2, roomLimits.commitRetryMaxMs)
  }
}
