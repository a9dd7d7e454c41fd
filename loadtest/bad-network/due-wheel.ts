/** Something that wants to be called at a time. */
export interface Due {
  /** @returns when it wants to be called next, or undefined. */
  due(nowMs: number): number | undefined
}

/** Calls thousands of things when they are due, with one timer for all of them: a slot for each millisecond. */
export class DueWheel {
  private readonly slots: Due[][] = Array.from({ length: slotCount }, () => [])
  /** The slot up to which everything was called, counted from time 0. */
  private doneMs: number

  constructor(nowMs: number) {
    this.doneMs = Math.floor(nowMs)
  }

  /** Beyond the wheel's span a thing is called early; it then says when it is really due. */
  add(due: Due, atMs: number): void {
    const slot = Math.min(Math.max(Math.ceil(atMs), this.doneMs + 1), this.doneMs + slotCount - 1)
    this.slots[slot % slotCount]!.push(due)
  }

  /** Calls whatever is due by now. */
  turn(nowMs: number): void {
    while (this.doneMs < Math.floor(nowMs)) {
      this.doneMs++
      const slot = this.slots[this.doneMs % slotCount]!
      if (slot.length === 0) continue
      this.slots[this.doneMs % slotCount] = []
      for (const each of slot) {
        const next = each.due(nowMs)
        if (next !== undefined) this.add(each, next)
      }
    }
  }
}

/** About four seconds: longer than a delay with a stall. */
const slotCount = 4_096
