import type { DocumentStore, LogRow, StoredDocument } from '../room/document-store.ts'

/**
 * A store that remembers how its calls went: what readiness asks. Appends are repeated by the journal until they work; a
 * load that failed, or a store that nobody called for a while, is tried by asking for a room that cannot exist.
 */
export class StoreWatch implements DocumentStore {
  private readonly failures = new Map<'append' | 'load', string>()
  /** When each call in flight began, the oldest first. */
  private readonly inFlight = new Set<{ readonly sinceMs: number }>()
  private calledMs: number
  private readonly store: DocumentStore
  private readonly now: () => number

  constructor(store: DocumentStore, now: () => number) {
    this.store = store
    this.now = now
    this.calledMs = now()
  }

  /** Why the store cannot be relied on now; undefined while it works. */
  get problem(): string | undefined {
    for (const failure of this.failures.values()) return `the store fails: ${failure}`
    for (const { sinceMs } of this.inFlight)
      return this.now() - sinceMs > stalledMs ? 'the store does not answer' : undefined
    return undefined
  }

  /** Called about once a second. */
  sweep(): void {
    const isQuiet = this.inFlight.size === 0 && this.now() - this.calledMs > quietMs
    if (!isQuiet && !(this.failures.has('load') && this.inFlight.size === 0)) return
    // What comes of it is noted like that of any other call.
    this.load(noRoom).catch(() => undefined)
  }

  load(room: string): Promise<StoredDocument | undefined> {
    return this.watch('load', this.store.load(room))
  }

  append(rows: readonly LogRow[]): Promise<void> {
    return this.watch('append', this.store.append(rows))
  }

  /** One that fails is no reason to refuse traffic: nothing is lost by it. */
  fold(room: string, seq: number, snapshot: Uint8Array): Promise<void> {
    return this.watch(undefined, this.store.fold(room, seq, snapshot))
  }

  close(): Promise<void> {
    return this.store.close()
  }

  private async watch<Result>(kind: 'append' | 'load' | undefined, result: Promise<Result>): Promise<Result> {
    const call = { sinceMs: (this.calledMs = this.now()) }
    this.inFlight.add(call)
    try {
      const value = await result
      if (kind) this.failures.delete(kind)
      return value
    } catch (error) {
      if (kind) this.failures.set(kind, error instanceof Error ? error.message : String(error))
      throw error
    } finally {
      this.inFlight.delete(call)
    }
  }
}

const stalledMs = 5_000
const quietMs = 5_000
/** The transport lets no room have an empty name. */
const noRoom = ''
