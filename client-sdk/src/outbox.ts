import type { Change } from './history/change.ts'

/** An UPDATE frame to be. */
export interface OutgoingBatch {
  readonly number: number
  readonly update: Uint8Array
}

/** One update of this session's own, as Yjs told it. */
export interface Entry {
  /** Counts all entries ever added, from 1. */
  readonly ordinal: number
  readonly update: Uint8Array
  /** Transactions in it: 1, or more where an earlier page left them behind. */
  readonly edits: number
  /** What they changed, so that it can be taken back. */
  readonly changes: readonly Change[]
}

/** Entries that left the outbox because some of them may not reach the server. */
export interface Withdrawal {
  readonly refused: readonly Entry[]
  /** What came after the first of them, and is to be sent in another shape. */
  readonly later: readonly Entry[]
}

/** Yjs, as far as the outbox needs it. */
export interface UpdateCodec {
  /** Makes one update of several. */
  merge(updates: Uint8Array[]): Uint8Array
  /** Makes several of one that is larger than `maxBytes`. */
  split(update: Uint8Array, maxBytes: number): Uint8Array[]
}

/** Entries on their way to being durable, in one frame or several. */
interface Batch {
  /** The numbers of its frames. */
  readonly first: number
  readonly last: number
  readonly entries: readonly Entry[]
  readonly sentMs: number
  /** The tick that holds it, once acked. */
  seq: number | undefined
}

/** The session's own edits that are not known to be on disk, in order. Pure bookkeeping; knows neither socket nor clock. */
export class Outbox {
  private waiting: Entry[] = []
  private batches: Batch[] = []
  private lastNumber = 0
  private lastOrdinal = 0
  private editsAdded = 0
  private readonly codec: UpdateCodec
  private readonly maxBytes: number

  /** @param maxBytes of one update on the wire: what is larger leaves as several frames. */
  constructor(codec: UpdateCodec, maxBytes = Infinity) {
    this.codec = codec
    this.maxBytes = maxBytes
  }

  /** Local edits that are not durable yet, sent or not. */
  get unsaved(): number {
    return this.batches.reduce((sum, { entries }) => sum + editsIn(entries), editsIn(this.waiting))
  }

  /** Of those, the ones that no tick is known to hold. */
  get unacked(): number {
    return this.batches.reduce(
      (sum, { seq, entries }) => sum + (seq === undefined ? editsIn(entries) : 0),
      editsIn(this.waiting),
    )
  }

  /** Local edits that became durable. */
  get saved(): number {
    return this.editsAdded - this.unsaved
  }

  get hasWaiting(): boolean {
    return this.waiting.length > 0
  }

  /** Whether no tick is known to hold something that was sent. */
  get isUnanswered(): boolean {
    return this.batches.some(({ seq }) => seq === undefined)
  }

  get isEmpty(): boolean {
    return this.waiting.length + this.batches.length === 0
  }

  /** The ordinal of the newest entry. */
  get newest(): number {
    return this.lastOrdinal
  }

  /** All entries up to this ordinal are durable. */
  get durableThrough(): number {
    const oldest = this.batches[0]?.entries[0] ?? this.waiting[0]
    return oldest ? oldest.ordinal - 1 : this.lastOrdinal
  }

  /** Edits of entries behind `ordinal` that are not durable. */
  unsavedBehind(ordinal: number): number {
    return editsIn(this.entries.filter((entry) => entry.ordinal > ordinal))
  }

  /** Everything not durable, oldest first. */
  get entries(): readonly Entry[] {
    return [...this.batches.flatMap(({ entries }) => entries), ...this.waiting]
  }

  /** @param edits the transactions in it. */
  add(update: Uint8Array, edits = 1, changes: readonly Change[] = []): Entry {
    const entry = { ordinal: ++this.lastOrdinal, update, edits, changes }
    this.waiting.push(entry)
    this.editsAdded += edits
    return entry
  }

  /** Makes batches of everything that waits: one, unless it would be too large. */
  takeWaiting(nowMs: number): OutgoingBatch[] {
    const entries = this.waiting
    this.waiting = []
    return this.push(entries, nowMs)
  }

  /** After a reconnect: batches of everything not durable, or of `instead`, which is known to contain it. */
  takeAll(nowMs: number, instead?: readonly Uint8Array[]): OutgoingBatch[] {
    const { entries } = this
    this.batches = []
    this.waiting = []
    return instead ? this.pushFrames(instead, entries, nowMs) : this.push(entries, nowMs)
  }

  /** The server refused this batch. @returns undefined for one that is not here any more. */
  withdrawBatch(number: number): Withdrawal | undefined {
    const refused = this.batches.find(({ first, last }) => first <= number && number <= last)
    if (!refused) return undefined
    const at = this.batches.indexOf(refused)
    const later = [...this.batches.slice(at + 1).flatMap(({ entries }) => entries), ...this.waiting]
    this.batches.length = at
    this.waiting = []
    return this.withdraw(refused.entries, later)
  }

  /** Takes out the entries that must not be sent, and all that came after the first of them. */
  withdrawWaiting(isRefused: (entry: Entry) => boolean): Withdrawal | undefined {
    const at = this.waiting.findIndex(isRefused)
    if (at < 0) return undefined
    const cut = this.waiting.splice(at)
    return this.withdraw(
      cut.filter(isRefused),
      cut.filter((entry) => !isRefused(entry)),
    )
  }

  /** Takes out everything. */
  withdrawAll(): Withdrawal {
    const { entries } = this
    this.batches = []
    this.waiting = []
    return this.withdraw(entries, [])
  }

  /** Every batch up to `number` is in tick `seq`. @returns when the newest of those newly acked was sent, in ms. */
  acked(number: number, seq: number): number | undefined {
    let sentMs: number | undefined
    for (const batch of this.batches) {
      if (batch.last > number || batch.seq !== undefined) continue
      batch.seq = seq
      sentMs = batch.sentMs
    }
    return sentMs
  }

  /** Whether the batch is neither durable nor withdrawn. */
  holds(number: number): boolean {
    return this.batches.some(({ first, last }) => first <= number && number <= last)
  }

  /** Ticks up to `seq` are on disk: the batches in them are saved. */
  durable(seq: number): void {
    if (this.batches.length === 0) return
    this.batches = this.batches.filter((batch) => batch.seq === undefined || batch.seq > seq)
  }

  private withdraw(refused: readonly Entry[], later: readonly Entry[]): Withdrawal {
    this.editsAdded -= editsIn(refused) + editsIn(later)
    return { refused, later }
  }

  private push(entries: readonly Entry[], sentMs: number): OutgoingBatch[] {
    return packed(entries, this.maxBytes).flatMap((pack) => {
      const [only] = pack
      const update = pack.length === 1 ? only!.update : this.codec.merge(pack.map(updateOf))
      return this.pushFrames(this.codec.split(update, this.maxBytes), pack, sentMs)
    })
  }

  /** Which of the frames holds which entry is not known: the entries are durable with the last one. */
  private pushFrames(
    updates: readonly Uint8Array[],
    entries: readonly Entry[],
    sentMs: number,
  ): OutgoingBatch[] {
    const first = this.lastNumber + 1
    const frames = updates.map((update) => ({ number: ++this.lastNumber, update }))
    this.batches.push({ first, last: this.lastNumber, entries, sentMs, seq: undefined })
    return frames
  }
}

/** Merging never makes updates longer than they were, but for a few bytes where one of them has a gap. */
const gapBytes = 64

/** As few packs as the order allows, none of them above `maxBytes` unless a single entry is. */
function packed(entries: readonly Entry[], maxBytes: number): Entry[][] {
  const packs: Entry[][] = []
  let bytes = 0
  for (const entry of entries) {
    bytes += entry.update.length + gapBytes
    const pack = packs.at(-1)
    if (pack && bytes <= maxBytes) pack.push(entry)
    else {
      packs.push([entry])
      bytes = entry.update.length
    }
  }
  return packs
}

function editsIn(entries: readonly Entry[]): number {
  return entries.reduce((sum, { edits }) => sum + edits, 0)
}

function updateOf({ update }: Entry): Uint8Array {
  return update
}
