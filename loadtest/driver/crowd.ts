import type { Buffer } from 'node:buffer'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DriverOrder } from './driver-report.ts'
import { DriverSession, u32, type SessionWatcher } from './driver-session.ts'
import { Histogram } from './histogram.ts'
import type { Ledger } from './ledger.ts'
import type { Writer } from './moves.ts'

/** All sessions of a run. Sessions 0 … writers − 1 write. */
export class Crowd implements SessionWatcher {
  readonly joins = new Histogram(20_000_000)
  /** Called whenever there is time to send what is due. */
  onTurn: (us: number) => void = () => undefined
  private readonly sessions: DriverSession[] = []
  private readonly byMember: number[] = []
  private ledger: Ledger | undefined
  private joinedCount = 0
  private failed: ((error: Error) => void) | undefined
  private everybodyIn: (() => void) | undefined
  private readonly order: DriverOrder

  constructor(order: DriverOrder) {
    this.order = order
  }

  /** Opens all sockets at the order's rate; resolves when every session has its document. */
  async join(writers: readonly Writer[], random: () => number): Promise<void> {
    const { sessions, port, path, joinsPerSecond } = this.order
    const everybody = new Promise<void>((resolve, reject) => {
      this.everybodyIn = resolve
      this.failed = reject
    })
    // Awaited below; a socket may be lost before that.
    everybody.catch(() => undefined)
    const startMs = performance.now()
    for (let index = 0; index < sessions; index++) {
      const waitMs = startMs + (index * 1000) / joinsPerSecond - performance.now()
      if (waitMs > 1) await sleep(waitMs)
      const clientId = writers[index]?.clientId ?? Math.floor(1 + random() * 0xffff_fffe)
      this.sessions.push(new DriverSession(index, port, path, clientId, random, this))
    }
    await everybody
  }

  record(ledger: Ledger): void {
    this.ledger = ledger
    for (const session of this.sessions) session.ledger = ledger
  }

  write(session: number, frame: Buffer): void {
    this.sessions[session]!.write(frame)
  }

  /** Rejects when a socket is lost; never resolves. */
  get broken(): Promise<never> {
    return new Promise((_, reject) => {
      this.failed = reject
    })
  }

  leave(): void {
    for (const session of this.sessions) session.close()
  }

  joined(session: DriverSession): void {
    this.joins.add(Math.round(session.joinMs * 1000))
    this.byMember[session.member] = session.index
    if (++this.joinedCount === this.order.sessions) this.everybodyIn?.()
  }

  lost(session: DriverSession, reason: string): void {
    this.failed?.(new Error(`session ${session.index} lost its socket: ${reason}`))
  }

  turned(us: number): void {
    this.onTurn(us)
  }

  listed(seq: number, bytes: Buffer, start: number, end: number): void {
    // A u16 count, then for each update its member u16 and batch u32; padding up to the frame's end.
    const count = bytes[start]! | (bytes[start + 1]! << 8)
    for (let at = start + 2, left = count; left > 0 && at + 6 <= end; left--, at += 6) {
      const session = this.byMember[bytes[at]! | (bytes[at + 1]! << 8)]
      if (session !== undefined) this.ledger?.updates.heldBy(session, u32(bytes, at + 2), seq)
    }
  }
}
