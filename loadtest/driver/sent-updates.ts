/** When each writer sent each of its batches, and which tick holds it. Batches count from 1. */
export class SentUpdates {
  readonly writers: number
  readonly perWriter: number
  private readonly sentUs: Uint32Array
  private readonly seqs: Uint32Array
  /** By writer: the newest batch sent, and the newest one known to be in a tick. */
  private readonly newest: Uint32Array
  private readonly placed: Uint32Array

  constructor(writers: number, perWriter: number) {
    this.writers = writers
    this.perWriter = perWriter
    this.sentUs = new Uint32Array(writers * perWriter)
    this.seqs = new Uint32Array(writers * perWriter)
    this.newest = new Uint32Array(writers)
    this.placed = new Uint32Array(writers)
  }

  sent(writer: number, batch: number, us: number): void {
    this.sentUs[writer * this.perWriter + batch - 1] = us
    this.newest[writer] = batch
  }

  /** Every batch of the writer up to `batch` is in tick `seq`, unless it is known to be in an earlier one. */
  heldBy(writer: number, batch: number, seq: number): void {
    const last = Math.min(batch, this.newest[writer]!)
    for (let each = this.placed[writer]! + 1; each <= last; each++)
      this.seqs[writer * this.perWriter + each - 1] = seq
    if (last > this.placed[writer]!) this.placed[writer] = last
  }

  newestOf(writer: number): number {
    return this.newest[writer]!
  }

  /** Calls `each` for every update sent in [fromUs, toUs); its seq is 0 while no tick is known to hold it. */
  between(fromUs: number, toUs: number, each: (sentUs: number, seq: number) => void): void {
    for (let writer = 0; writer < this.writers; writer++) {
      const base = writer * this.perWriter
      for (let index = base; index < base + this.newest[writer]!; index++) {
        const us = this.sentUs[index]!
        if (us >= fromUs && us < toUs) each(us, this.seqs[index]!)
      }
    }
  }
}
