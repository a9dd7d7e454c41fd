import type { Durability } from './durability.ts'
import type { Member } from './member.ts'

/** What authors are told of their batches: which tick holds them, and when that is on disk. */
export class Acks {
  private readonly durability: Durability

  constructor(durability: Durability) {
    this.durability = durability
  }

  /** The authors' newest batches are in tick `seq`. */
  send(authors: readonly Member[], seq: number, durableSeq: number): void {
    for (const member of authors) {
      if (member.ackedBatch === member.batch) continue
      member.ackedBatch = member.batch
      member.ackedSeq = seq
      member.peer.acked(member.ackedBatch, seq, durableSeq)
      if (durableSeq < seq) this.durability.await(member, seq)
    }
  }

  /** In a quiet room only those whose edits are concerned are told what is durable. */
  tell(durableSeq: number): void {
    for (const member of this.durability.takeWaiting(durableSeq))
      member.peer.acked(member.ackedBatch, member.ackedSeq, durableSeq)
  }
}
