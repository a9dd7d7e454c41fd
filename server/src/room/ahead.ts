import type { Standing, UpdateOutline } from './update-outline.ts'

/** Bytes of an update that will have to wait. */
export interface Missing {
  readonly structs: number
  readonly deletes: number
}

/** A document as it will be after the tick for which these updates have arrived. */
export class Ahead implements Standing {
  /** What of them will have to wait. */
  readonly waiting = { structs: 0, deletes: 0 }
  private readonly clocks = new Map<number, number>()
  private readonly now: Standing

  constructor(now: Standing) {
    this.now = now
  }

  clockOf(client: number): number {
    return this.clocks.get(client) ?? this.now.clockOf(client)
  }

  /** What of another update would have to wait. */
  missing(outline: UpdateOutline, { length }: Uint8Array): Missing {
    return {
      structs: outline.hasStructGap(this) ? length : 0,
      deletes: outline.hasDeleteGap(this) ? outline.deleteRanges * deleteRangeBytes : 0,
    }
  }

  add(outline: UpdateOutline, { structs, deletes }: Missing): void {
    for (const [client, clock] of outline.clocksAfter(this)) this.clocks.set(client, clock)
    this.waiting.structs += structs
    this.waiting.deletes += deletes
  }
}

/** A varint each for clock and length, as they mostly are. */
const deleteRangeBytes = 6
