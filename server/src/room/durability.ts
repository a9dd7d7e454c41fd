import type { Member } from './member.ts'

/** What of one room is on disk, and which members still wait to hear it. */
export class Durability {
  /** The newest tick that changed the document, and the newest of those that is on disk. */
  private changedSeq: number
  private storedSeq: number
  /** Members with an ack beyond what they were told is durable, oldest tick first. */
  private readonly waiting: { readonly member: Member; readonly seq: number }[] = []

  constructor(loadedSeq: number) {
    this.changedSeq = loadedSeq
    this.storedSeq = loadedSeq
  }

  get isSettled(): boolean {
    return this.storedSeq >= this.changedSeq
  }

  /** The newest tick up to which every document change is on disk, given the room's newest tick. */
  durableSeq(seq: number): number {
    return this.isSettled ? seq : this.storedSeq
  }

  changed(seq: number): void {
    // Ticks in between that changed nothing were durable; what was said of them stays true.
    if (this.isSettled) this.storedSeq = seq - 1
    this.changedSeq = seq
  }

  stored(seq: number): void {
    if (seq > this.storedSeq) this.storedSeq = seq
  }

  await(member: Member, seq: number): void {
    this.waiting.push({ member, seq })
  }

  /** A frame with this durableSeq reached the whole room: those members know. */
  announced(durableSeq: number): void {
    this.takeWaiting(durableSeq)
  }

  /** The members to be told one by one that `durableSeq` is reached, in a room that is quiet now. */
  takeWaiting(durableSeq: number): Member[] {
    let count = 0
    while (count < this.waiting.length && this.waiting[count]!.seq <= durableSeq) count++
    if (count === 0) return nobodyWaits
    return [...new Set(this.waiting.splice(0, count).map(({ member }) => member))]
  }
}

const nobodyWaits: Member[] = []
