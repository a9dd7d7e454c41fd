/**
 * When the ticks arrived at the members of one virtual user, and which of the edits sent from there they hold. An edit's
 * ACK names its tick, so nobody has to look into the Yjs bytes: edit→seen is the arrival of that tick at a member minus the
 * time of sending.
 */
export class Arrivals {
  private readonly members: number
  private readonly seqs = new Float64Array(slots)
  /** By slot and member, milliseconds since the epoch; 0 where it has not come. */
  private readonly times: Float64Array
  /** By slot: when the tick came to the first of them. */
  private readonly firstMs = new Float64Array(slots)
  /** By slot: when the edits were sent that the tick holds. */
  private readonly edits: number[][] = Array.from({ length: slots }, () => [])
  private newest = 0
  private settled = 0

  constructor(members: number) {
    this.members = members
    this.times = new Float64Array(slots * members)
  }

  arrived(member: number, seq: number, atMs: number): void {
    const slot = seq % slots
    // It comes to all members in a row: only the first of them makes room for it.
    if (this.seqs[slot] !== seq && this.slotOf(seq) === undefined) return
    this.times[slot * this.members + member] = atMs
    if (this.firstMs[slot] === 0) this.firstMs[slot] = atMs
  }

  /** The tick holds an edit that was sent at that time. */
  holds(seq: number, sentMs: number): void {
    const slot = this.slotOf(seq)
    if (slot !== undefined) this.edits[slot]!.push(sentMs)
  }

  /**
   * Tells every (edit, member) pair of the ticks that came before a time.
   * @param stride one member in so many is told, another one for each edit. @param tell `seenMs` is 0 where the tick never came.
   */
  settle(
    beforeMs: number,
    stride: number,
    tell: (sentMs: number, seenMs: number, member: number) => void,
  ): void {
    for (let seq = Math.max(this.settled + 1, this.newest - slots + 1); seq <= this.newest; seq++) {
      const slot = seq % slots
      if (this.seqs[slot] === seq) {
        if (this.firstMs[slot]! >= beforeMs) return
        for (const [index, sentMs] of this.edits[slot]!.entries())
          for (let member = (index + seq) % stride; member < this.members; member += stride)
            tell(sentMs, this.times[slot * this.members + member]!, member)
      }
      this.settled = seq
    }
  }

  /** @returns undefined for a tick so old that another one has taken its place. */
  private slotOf(seq: number): number | undefined {
    const slot = seq % slots
    if (this.seqs[slot]! > seq) return undefined
    if (this.seqs[slot]! < seq) {
      this.seqs[slot] = seq
      this.edits[slot] = []
      this.firstMs[slot] = 0
      this.times.fill(0, slot * this.members, (slot + 1) * this.members)
      if (this.newest === 0) this.settled = seq - 1
      if (seq > this.newest) this.newest = seq
    }
    return slot
  }
}

/** Ticks that are remembered: 16 s of one every 16 ms. */
const slots = 1_024
