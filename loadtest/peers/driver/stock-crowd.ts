import type { Buffer } from 'node:buffer'
import { setTimeout as sleep } from 'node:timers/promises'
import { Histogram } from '../../driver/histogram.ts'
import type { Writer } from '../../driver/moves.ts'
import type { DeliveryLedger } from './delivery-ledger.ts'
import { MessageMemo } from './message-memo.ts'
import { stockDialects } from './stock-dialect.ts'
import { updateRuns, type Run, type WritersById } from './stock-message.ts'
import type { StockOrder } from './stock-order.ts'
import { StockSession, type StockWatcher } from './stock-session.ts'

/** Where a run's deliveries are accounted for. */
export interface Ledgers {
  readonly document: DeliveryLedger
  readonly cursors: DeliveryLedger
  nowUs(): number
}

/** All sessions of a run. Sessions 0 … writers − 1 write; all of them move cursors. */
export class StockCrowd implements StockWatcher {
  readonly joins = new Histogram(60_000_000)
  /** Called whenever there is time to send what is due. */
  onTurn: (us: number) => void = () => undefined
  private readonly sessions: StockSession[] = []
  private ledgers: Ledgers | undefined
  private joinedCount = 0
  private failed: ((error: Error) => void) | undefined
  private everybodyIn: (() => void) | undefined
  private readonly order: StockOrder
  private readonly seedBytes: number
  private readonly writersById: WritersById
  private readonly clientIds: readonly number[]

  /** @param seedBytes of the document that every joiner is to get. */
  constructor(order: StockOrder, seedBytes: number, writers: readonly Writer[], random: () => number) {
    this.order = order
    this.seedBytes = seedBytes
    this.clientIds = Array.from(
      { length: order.sessions },
      (_, index) => writers[index]?.clientId ?? Math.floor(1 + random() * 0xffff_fffe),
    )
    this.writersById = new Map(this.clientIds.map((clientId, index) => [clientId, index]))
  }

  /** Opens all sockets at the order's rate; resolves when every session has its document. */
  async join(random: () => number): Promise<void> {
    const { sessions, port, joinsPerSecond } = this.order
    const dialect = stockDialects[this.order.dialect]
    const memo = new MessageMemo(dialect.prefix.length, this.writersById)
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
      const clientId = this.clientIds[index]!
      this.sessions.push(new StockSession(index, port, clientId, dialect, memo, random, this))
    }
    await everybody
  }

  record(ledgers: Ledgers): void {
    this.ledgers = ledgers
  }

  write(session: number, frame: Buffer): void {
    this.sessions[session]!.write(frame)
  }

  moveCursor(session: number, number: number): void {
    this.sessions[session]!.moveCursor(number)
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

  lost(session: StockSession, reason: string): void {
    this.failed?.(new Error(`session ${session.index} lost its socket: ${reason}`))
  }

  documentArrived(session: StockSession, update: Uint8Array): void {
    if (this.ledgers) {
      this.updatesArrived(session, updateRuns(update, this.writersById))
      return
    }
    // Yjs may encode the same document a little shorter or longer; none of it is no document.
    if (update.length < this.seedBytes / 2)
      this.failed?.(
        new Error(`session ${session.index} was given ${update.length} B instead of the document`),
      )
    this.joins.add(Math.round(session.joinMs * 1000))
    if (++this.joinedCount === this.order.sessions) this.everybodyIn?.()
  }

  updatesArrived(session: StockSession, runs: readonly Run[]): void {
    if (!this.ledgers) return
    const us = this.ledgers.nowUs()
    for (const { writer, first, last } of runs)
      this.ledgers.document.arrived(session.index, writer, first, last, us)
    this.onTurn(us)
  }

  cursorsArrived(session: StockSession, runs: readonly Run[]): void {
    if (!this.ledgers) return
    const us = this.ledgers.nowUs()
    for (const { writer, first, last } of runs)
      this.ledgers.cursors.arrived(session.index, writer, first, last, us)
    this.onTurn(us)
  }
}
