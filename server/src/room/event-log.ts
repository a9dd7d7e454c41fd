import type { EventEntry } from '@coplane/client/protocol/event-entry'
import { roomLimits } from './room-limits.ts'

/** The event lane's bounded history: numbers events, knows their idempotency keys, replays what a member missed. */
export class EventLog {
  /** The newest event's seq; 0 before the first. */
  seq = 0
  private entries: { readonly entry: EventEntry; readonly key: string }[] = []
  /** Index of the oldest kept entry in `entries`; the array is cut when half of it is forgotten. */
  private head = 0
  private bytes = 0
  private readonly seqByKey = new Map<string, number>()

  /** What the history weighs in memory: bodies, and what is kept of each event besides. */
  get heapBytes(): number {
    return this.bytes + (this.entries.length - this.head) * entryHeapBytes
  }

  /** @returns the event's seq, and whether it is new; a key still in the history yields the first event's seq. */
  publish(
    key: string,
    member: number,
    body: Uint8Array,
  ): { readonly seq: number; readonly fresh: EventEntry | undefined } {
    const known = this.seqByKey.get(key)
    if (known !== undefined) return { seq: known, fresh: undefined }
    const entry: EventEntry = { seq: ++this.seq, member, body }
    this.entries.push({ entry, key })
    this.seqByKey.set(key, entry.seq)
    this.bytes += body.length
    this.forget()
    return { seq: entry.seq, fresh: entry }
  }

  /** @returns all events after `seq` in order, or undefined when any of them is no longer known: never a part. */
  since(seq: number): EventEntry[] | undefined {
    const missing = this.seq - seq
    const kept = this.entries.length - this.head
    if (missing < 0 || missing > kept) return undefined
    return this.entries.slice(this.entries.length - missing).map(({ entry }) => entry)
  }

  private forget(): void {
    while (
      this.entries.length - this.head > roomLimits.eventHistoryEntries ||
      this.bytes > roomLimits.eventHistoryBytes
    ) {
      const oldest = this.entries[this.head++]!
      this.bytes -= oldest.entry.body.length
      this.seqByKey.delete(oldest.key)
    }
    if (this.head > roomLimits.eventHistoryEntries) {
      this.entries = this.entries.slice(this.head)
      this.head = 0
    }
  }
}

/** An event's entry, key and places in the list and the map. */
const entryHeapBytes = 512
