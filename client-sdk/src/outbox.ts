/** One batch of the session's edits on its way to being durable. */
interface Batch {
  readonly number: number
  readonly update: Uint8Array
  /** Local transactions in it. */
  readonly edits: number
  readonly sentMs: number
  /** The tick that holds it, once acked. */
  seq: number | undefined
}

/** The session's own edits that are not known to be on disk, in order. Pure bookkeeping; knows neither socket nor clock. */
export class Outbox {
  private waiting: Uint8Array[] = []
  private batches: Batch[] = []
  private lastNumber = 0
  private readonly merge: (updates: Uint8Array[]) => Uint8Array

  /** @param merge makes one Yjs update of several. */
  constructor(merge: (updates: Uint8Array[]) => Uint8Array) {
    this.merge = merge
  }

  /** Local edits that are not durable yet, sent or not. */
  get unsaved(): number {
    return this.batches.reduce((sum, batch) => sum + batch.edits, this.waiting.length)
  }

  get hasWaiting(): boolean {
    return this.waiting.length > 0
  }

  add(update: Uint8Array): void {
    this.waiting.push(update)
  }

  /** Makes one batch of everything that waits. @returns what to send, or undefined. */
  takeBatch(nowMs: number): { readonly number: number; readonly update: Uint8Array } | undefined {
    if (this.waiting.length === 0) return undefined
    const edits = this.waiting.length
    const update = edits === 1 ? this.waiting[0]! : this.merge(this.waiting)
    this.waiting = []
    return this.push(update, edits, nowMs)
  }

  /** After a reconnect: one batch of everything not durable, or of `instead`, which is known to contain it. */
  takeAll(
    nowMs: number,
    instead?: Uint8Array,
  ): { readonly number: number; readonly update: Uint8Array } | undefined {
    const updates = [...this.batches.map(({ update }) => update), ...this.waiting]
    const edits = this.unsaved
    if (updates.length === 0 && !instead) return undefined
    this.batches = []
    this.waiting = []
    return this.push(instead ?? (updates.length === 1 ? updates[0]! : this.merge(updates)), edits, nowMs)
  }

  /** Every batch up to `number` is in tick `seq`. @returns when the newest of those newly acked was sent, in ms. */
  acked(number: number, seq: number): number | undefined {
    let sentMs: number | undefined
    for (const batch of this.batches) {
      if (batch.number > number || batch.seq !== undefined) continue
      batch.seq = seq
      sentMs = batch.sentMs
    }
    return sentMs
  }

  /** Ticks up to `seq` are on disk: the batches in them are saved. */
  durable(seq: number): void {
    if (this.batches.length === 0) return
    this.batches = this.batches.filter((batch) => batch.seq === undefined || batch.seq > seq)
  }

  private push(
    update: Uint8Array,
    edits: number,
    sentMs: number,
  ): { readonly number: number; readonly update: Uint8Array } {
    const number = ++this.lastNumber
    this.batches.push({ number, update, edits, sentMs, seq: undefined })
    return { number, update }
  }
}
