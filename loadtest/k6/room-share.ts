import { FrameType } from '../../client-sdk/src/protocol/frame-type.ts'
import { liveBits } from '../../client-sdk/src/protocol/live.ts'
import { Arrivals } from '../scenario/arrivals.ts'
import { Member, type MemberOwner } from './member.ts'
import { Participant } from './participant.ts'
import type { Tally } from './tally.ts'

/** The members of one room that one virtual user plays. */
export class RoomShare implements MemberOwner {
  readonly tally: Tally
  readonly participants: Participant[]
  private readonly arrivals: Arrivals
  /** By the server's index, those who are played here. */
  private readonly byNumber = new Map<number, Participant>()
  private liveFrames = 0
  private readonly watch: ShareWatch

  constructor(url: string, members: number, random: () => number, tally: Tally, watch: ShareWatch) {
    this.tally = tally
    this.watch = watch
    this.arrivals = new Arrivals(members)
    this.participants = Array.from(
      { length: members },
      (_, index) => new Participant(new Member(index, url, random, this)),
    )
  }

  /** Counts edit→seen of the ticks that came before a time. @param stride see Arrivals. */
  settle(beforeMs: number, stride: number): void {
    this.arrivals.settle(beforeMs, stride, (sentMs, seenMs, index) => {
      // Who was not there then did not miss it; who was is counted by the sequence.
      if (seenMs > 0 && this.participants[index]) this.tally.took('edit', seenMs - sentMs)
    })
  }

  joined(member: Member): void {
    const participant = this.participants[member.index]!
    this.byNumber.set(member.number, participant)
    this.watch.joined(participant)
  }

  ticked(member: Member, seq: number, atMs: number): void {
    this.arrivals.arrived(member.index, seq, atMs)
  }

  acked(member: Member, batch: number, seq: number): void {
    this.participants[member.index]!.acked(batch, (sentMs) => this.arrivals.holds(seq, sentMs))
  }

  lived(_: Member, frame: DataView, atMs: number): void {
    if (++this.liveFrames % sampledFrames !== 0 || (frame.getUint8(1) & liveBits.near) === 0) return
    // LIVE: type, flags, liveMs u16, origin x and y i32, shift u8, count u16, then member u16, dx and dy i16 each.
    const [originX, originY] = [frame.getInt32(4, true), frame.getInt32(8, true)]
    const step = 2 ** frame.getUint8(12)
    const end = 15 + frame.getUint16(13, true) * 6
    for (let at = 15; at < end; at += 6) {
      const shown = this.byNumber.get(frame.getUint16(at, true))
      if (!shown) continue
      const x = originX + frame.getInt16(at + 2, true) * step
      const y = originY + frame.getInt16(at + 4, true) * step
      // A cursor that comes into view may have rested there for long.
      const sentMs = shown.cursors.sentFrom(x, y, step, atMs - restedMs)
      if (sentMs > 0) this.tally.took('cursor', atMs - sentMs)
    }
  }

  eventsCame(member: Member, frame: DataView, at: number, length: number, atMs: number): void {
    // Event entry: seq u32, member u16, n u32, n bytes.
    for (let entry = at; entry < at + length; entry += 10 + frame.getUint32(entry + 6, true)) {
      const seq = frame.getUint32(entry, true)
      if (seq > member.eventSeq + 1) this.tally.eventGaps += seq - member.eventSeq - 1
      if (seq > member.eventSeq) {
        member.eventSeq = seq
        this.tally.events++
        this.watch.event(member, frame, entry + 10, atMs)
      }
    }
  }

  answered(member: Member, type: number, frame: DataView): void {
    // HISTORY: type, flags, ref u32, eventSeq u32, n u32, n bytes of events; without a ref it is what HELLO missed.
    if (type === FrameType.history && frame.getUint32(2, true) === 0)
      this.eventsCame(member, frame, 14, frame.getUint32(10, true), NaN)
    this.watch.answered(member, type, frame)
  }

  trouble(message: string): void {
    this.watch.trouble(message)
  }

  ended(member: Member): void {
    this.byNumber.delete(member.number)
    this.watch.ended(this.participants[member.index]!)
  }
}

/** What the virtual user is told. */
export interface ShareWatch {
  joined(participant: Participant): void
  ended(participant: Participant): void
  /** An event that the member did not have yet; its body begins at `at`. @param atMs NaN for one of the past. */
  event(member: Member, frame: DataView, at: number, atMs: number): void
  answered(member: Member, type: number, frame: DataView): void
  trouble(message: string): void
}

/** One LIVE frame in so many is read: reading all would make the load generator the bottleneck. */
const sampledFrames = 64
const restedMs = 1_000
