import type { Counters } from './counters.ts'
import type { DocumentStore, LogRow } from './document-store.ts'
import { Folding, type Foldable } from './folding.ts'
import type { Clock } from './ports.ts'
import { roomLimits } from './room-limits.ts'

/** A room as the journal sees it. */
export interface Journaled extends Foldable {
  /** Everything appended for this room up to `seq` is on disk. */
  stored(seq: number): void
}

/**
 * Group commit for all rooms of the process: what the ticks append is written in one transaction at a time, in
 * order, and retried with backoff for as long as the store fails. Nothing is forgotten before it is on disk.
 */
export class Journal {
  private entries: Entry[] = []
  private committing = false
  private scheduled = false
  private lastCommitMs = -Infinity
  private retryMs: number = roomLimits.commitRetryMinMs
  private readonly awaited: { readonly through: number; readonly resolve: () => void }[] = []
  /** Updates that were ever appended, and those of them that are on disk: the first ones. */
  private appendedCount = 0
  private storedCount = 0
  private readonly folding: Folding
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
    this.folding = new Folding(store, counters, report)
  }

  /** Whether edits must be refused because the store has fallen too far behind. */
  get isFull(): boolean {
    return this.pendingBytes > roomLimits.journalPendingBytes
  }

  append(room: Journaled, seq: number, update: Uint8Array): void {
    this.entries.push({ room, row: { room: room.name, seq, update }, appendedMs: this.clock.now() })
    this.pendingBytes += update.length
    this.appendedCount++
    this.schedule()
  }

  /** A room was loaded, perhaps with a log that was left long. */
  loaded(room: Journaled): void {
    this.folding.consider(room)
  }

  /** Resolves when everything appended before the call is on disk, whatever is appended meanwhile. */
  async whenStored(): Promise<void> {
    const through = this.appendedCount
    if (this.storedCount < through)
      await new Promise<void>((resolve) => this.awaited.push({ through, resolve }))
  }

  /** The same, and no log waits to be folded. */
  async whenSettled(): Promise<void> {
    await this.whenStored()
    await this.folding.whenSettled()
  }

  private schedule(): void {
    if (this.committing || this.scheduled || this.entries.length === 0) return
    this.scheduled = true
    const waitMs = this.lastCommitMs + roomLimits.commitSpacingMs - this.clock.now()
    const run = (): void => {
      this.scheduled = false
      void this.commit()
    }
    // Rooms that tick in this turn still append: even a commit that need not wait starts at the turn's end.
    // Timers count in whole milliseconds and cut the rest off.
    if (waitMs > 0) this.clock.after(Math.ceil(waitMs), run)
    else this.clock.soon(run)
  }

  private async commit(): Promise<void> {
    this.committing = true
    const { entries } = this
    this.entries = []
    const startMs = this.clock.now()
    this.lastCommitMs = startMs
    try {
      await this.store.append(entries.map(({ row }) => row))
    } catch (error) {
      this.failed(entries, error)
      return
    }
    if (this.failure !== undefined) this.report('the store works again', undefined)
    this.failure = undefined
    this.retryMs = roomLimits.commitRetryMinMs
    const storedMs = this.clock.now()
    this.counters.storeFlushSeconds.observe((storedMs - startMs) / 1000)
    this.committing = false
    const newest = new Map<Journaled, number>()
    for (const { room, row, appendedMs } of entries) {
      this.counters.durableLagSeconds.observe((storedMs - appendedMs) / 1000)
      newest.set(room, row.seq)
      room.log.stored(row.update)
      this.pendingBytes -= row.update.length
    }
    for (const [room, seq] of newest) {
      room.stored(seq)
      this.folding.consider(room)
    }
    this.storedCount += entries.length
    while (this.awaited.length > 0 && this.awaited[0]!.through <= this.storedCount)
      this.awaited.shift()!.resolve()
    this.schedule()
  }

  private failed(entries: Entry[], error: unknown): void {
    this.counters.storeFailures++
    this.failure = error instanceof Error ? error.message : String(error)
    this.report(`the store failed; ${entries.length} updates wait, next try in ${this.retryMs} ms`, error)
    this.entries = entries.concat(this.entries)
    this.clock.after(this.retryMs, () => {
      this.committing = false
      void this.commit()
    })
    this.retryMs = Math.min(this.retryMs * 2, roomLimits.commitRetryMaxMs)
  }
}

interface Entry {
  readonly room: Journaled
  readonly row: LogRow
  readonly appendedMs: number
}
