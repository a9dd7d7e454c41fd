import type { Counters } from './counters.ts'
import type { DocumentStore } from './document-store.ts'
import type { LogSize } from './log-size.ts'

/** A document, in Yjs V2 encoding, with every change of ticks up to `seq`. */
export interface Snapshot {
  readonly seq: number
  readonly snapshot: Uint8Array
}

/** A room as folding sees it. */
export interface Foldable {
  readonly name: string
  readonly log: LogSize
  /** As it is now. */
  snapshot(): Snapshot
}

/**
 * Folds logs into snapshots. The snapshot is encoded from the document in memory, which has every row of the log:
 * making it from the rows would mean to apply each of them once more, some fifty times the work. One room at a time,
 * so that at most one encoded document waits for the disk.
 */
export class Folding {
  private readonly due = new Set<Foldable>()
  private running: Promise<void> | undefined
  private readonly store: DocumentStore
  private readonly counters: Counters
  private readonly report: (message: string, error: unknown) => void

  constructor(store: DocumentStore, counters: Counters, report: (message: string, error: unknown) => void) {
    this.store = store
    this.counters = counters
    this.report = report
  }

  /** Resolves when no log is being folded or waits for it. */
  async whenSettled(): Promise<void> {
    await this.running
  }

  /** Folds the room's log, now or after others, if it has outgrown its snapshot. */
  consider(room: Foldable): void {
    if (!room.log.isFoldDue) return
    this.due.add(room)
    this.running ??= this.run()
  }

  private async run(): Promise<void> {
    // A set's iteration also visits what is added meanwhile.
    for (const room of this.due) {
      await this.fold(room)
      this.due.delete(room)
    }
    this.running = undefined
  }

  private async fold(room: Foldable): Promise<void> {
    const { log } = room
    const { rows, bytes } = log
    try {
      const { seq, snapshot } = room.snapshot()
      await this.store.fold(room.name, seq, snapshot)
      log.folded(rows, bytes, snapshot.length)
      this.counters.storeFolds++
    } catch (error) {
      log.foldFailed()
      this.report(`the log of room ${JSON.stringify(room.name)} could not be folded; nothing is lost`, error)
    }
  }
}
