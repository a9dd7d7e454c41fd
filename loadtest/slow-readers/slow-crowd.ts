import type { Buffer } from 'node:buffer'
import type { Ledger } from '../driver/ledger.ts'
import { Reader, type ReaderWatcher } from './reader.ts'
import { SlowHabits } from './slow-habits.ts'
import type { Habit, MemberTotals, SlowOrder } from './slow-order.ts'

/** All members of a run: the steady ones first, of whom the first ones write. */
export class SlowCrowd implements ReaderWatcher {
  /** Every socket that there ever was. */
  readonly sockets: Reader[] = []
  readonly closedReasons: string[] = []
  reconnects = 0
  onTurn: () => void = () => undefined
  /** Rejects when a steady member loses its socket, or anybody in another way than by a close for being slow. */
  readonly broken: Promise<never>
  private fail: (error: Error) => void = () => undefined
  private readonly members: Reader[] = []
  private readonly joining = new Map<Reader, () => void>()
  private readonly leaving = new Set<Reader>()
  private readonly habits = new SlowHabits()
  private readonly order: SlowOrder
  private readonly random: () => number

  constructor(order: SlowOrder, random: () => number) {
    this.order = order
    this.random = random
    this.broken = new Promise((_, reject) => {
      this.fail = reject
    })
    this.broken.catch(() => undefined)
  }

  async join(clientIds: readonly number[]): Promise<void> {
    const habits = (Object.entries(this.order.readers) as [Habit, number][]).flatMap(([habit, count]) =>
      Array.from({ length: count }, () => habit),
    )
    for (const [index, habit] of habits.entries()) {
      const reader = await this.open(index, habit, clientIds[index] ?? this.randomClientId())
      this.members.push(reader)
    }
  }

  get steady(): readonly Reader[] {
    return this.members.filter(({ habit }) => habit === 'steady')
  }

  get memberCount(): number {
    return this.members.length
  }

  /** For the first member of each habit, what its newest socket was sent to make its document of. */
  records(): (readonly Buffer[])[] {
    return this.members.flatMap(({ record }) => (record ? [record] : []))
  }

  note(ledger: Ledger): void {
    for (const reader of this.steady) reader.ledger = ledger
  }

  slowDown(): void {
    for (const reader of this.members) if (reader.habit !== 'steady') this.habits.begin(reader, this.random)
  }

  /** Everybody reads again, and who was closed comes back; resolves when all have everything. */
  async recover(): Promise<void> {
    this.habits.end()
    for (const reader of this.members) reader.resume()
    while (this.leaving.size > 0) await new Promise((resolve) => setTimeout(resolve, 10))
    for (const [index, reader] of this.members.entries())
      if (reader.closedSeq !== undefined) {
        this.reconnects++
        this.members[index] = await this.open(index, reader.habit, this.randomClientId())
      }
    await this.caughtUp()
  }

  async caughtUp(): Promise<void> {
    await Promise.all(this.members.map((reader) => reader.caughtUp()))
  }

  leave(): void {
    for (const reader of this.members) reader.close()
  }

  totals(): MemberTotals {
    const sum = (of: (reader: Reader) => number): number =>
      this.sockets.reduce((total, reader) => total + of(reader), 0)
    const newest = this.members[0]?.lastSeq ?? 0
    return {
      frames: sum(({ frames }) => frames),
      bytes: sum(({ bytes }) => bytes),
      ticks: sum(({ ticks }) => ticks),
      documentTicks: sum(({ documentTicks }) => documentTicks),
      liveFrames: sum(({ liveFrames }) => liveFrames),
      // What is newer than a member's newest tick is a gap as well: nothing was sent since.
      gaps: sum(({ gaps, closedSeq, lastSeq }) => gaps + (closedSeq === undefined ? newest - lastSeq : 0)),
      resyncs: sum(({ resyncs }) => resyncs),
      skipped: sum(({ skipped }) => skipped),
      forgone: sum(({ closedSeq, lastSeq }) => (closedSeq === undefined ? 0 : closedSeq - lastSeq)),
      published: sum(({ joinSeq, closedSeq }) => (closedSeq ?? newest) - joinSeq),
      messagesSent: sum(({ messagesSent }) => messagesSent),
      bytesSent: sum(({ bytesSent }) => bytesSent),
    }
  }

  joined(reader: Reader): void {
    this.joining.get(reader)?.()
    this.joining.delete(reader)
  }

  left(member: number, seq: number): void {
    const reader = this.members.find((each) => each.member === member && each.closedSeq === undefined)
    if (!reader) return
    // The tick that tells of it is the first one that was not published to it.
    reader.closedSeq = seq - 1
    this.leaving.add(reader)
    reader.resume()
  }

  lost(reader: Reader, reason: string): void {
    if (this.leaving.delete(reader)) this.closedReasons.push(reason)
    else this.fail(new Error(`the ${reader.habit} reader ${reader.index} lost its socket: ${reason}`))
  }

  turned(): void {
    this.onTurn()
  }

  private open(index: number, habit: Habit, clientId: number): Promise<Reader> {
    const reader = new Reader(index, habit, this.order, clientId, this.random, this)
    const before = this.members[index]
    if (before ? before.record : !this.members.some((each) => each.habit === habit)) reader.record = []
    this.sockets.push(reader)
    const joined = new Promise<Reader>((resolve) => this.joining.set(reader, () => resolve(reader)))
    return Promise.race([joined, this.broken])
  }

  private randomClientId(): number {
    return Math.floor(1 + this.random() * 0xffff_fffe)
  }
}
