import { Buffer } from 'node:buffer'
import { encodeClientFrame } from '../../driver/client-frame.ts'
import { LightSocket, type SocketOwner } from '../../driver/light-socket.ts'
import type { MessageMemo } from './message-memo.ts'
import { askForDocument, awarenessMessage, nothingToAdd, type StockDialect } from './stock-dialect.ts'
import type { Run } from './stock-message.ts'

/** What a session tells whoever runs it. */
export interface StockWatcher {
  lost(session: StockSession, reason: string): void
  /** The whole document, or what a member that had lagged was spared. */
  documentArrived(session: StockSession, update: Uint8Array): void
  updatesArrived(session: StockSession, runs: readonly Run[]): void
  cursorsArrived(session: StockSession, runs: readonly Run[]): void
}

/** One member as a stock provider behaves, without a document of its own. */
export class StockSession implements SocketOwner {
  readonly index: number
  joinMs = 0
  private readonly openedMs = performance.now()
  private readonly socket: LightSocket
  private readonly clientId: number
  private readonly dialect: StockDialect
  private readonly memo: MessageMemo
  private readonly random: () => number
  private readonly watcher: StockWatcher

  constructor(
    index: number,
    port: number,
    clientId: number,
    dialect: StockDialect,
    memo: MessageMemo,
    random: () => number,
    watcher: StockWatcher,
  ) {
    this.index = index
    this.clientId = clientId
    this.dialect = dialect
    this.memo = memo
    this.random = random
    this.watcher = watcher
    const key = Buffer.from(Array.from({ length: 16 }, () => random() * 256)).toString('base64')
    this.socket = new LightSocket(port, dialect.path, key, this, null)
  }

  opened(): void {
    for (const message of this.dialect.greeting) this.send(message)
    this.send(askForDocument(this.dialect))
  }

  frame(_: number, bytes: Buffer, start: number, end: number): void {
    const message = this.memo.read(bytes, start, end)
    switch (message.is) {
      case 'update':
        this.watcher.updatesArrived(this, message.runs)
        return
      case 'awareness':
        this.watcher.cursorsArrived(this, message.runs)
        return
      case 'question':
        this.send(nothingToAdd(this.dialect))
        return
      case 'document':
        if (this.joinMs === 0) this.joinMs = performance.now() - this.openedMs
        this.watcher.documentArrived(this, message.update)
        return
      case 'other':
        return
      default:
        message satisfies never
    }
  }

  lost(reason: string): void {
    this.watcher.lost(this, reason)
  }

  /** Writes a frame that was encoded beforehand. */
  write(frame: Buffer): void {
    this.socket.write(frame)
  }

  /** Shows everybody where this member's cursor is after its `number`-th move. */
  moveCursor(number: number): void {
    const x = (this.index % 40) * 120 + number * 0.25
    const y = Math.floor(this.index / 40) * 90 + number * 0.25
    const user = { name: `member ${this.index}`, color: '#30bced' }
    const state = JSON.stringify({ user, cursor: { x, y } })
    this.send(awarenessMessage(this.dialect, this.clientId, number, state))
  }

  close(): void {
    this.socket.close()
  }

  private send(message: Buffer): void {
    this.socket.write(encodeClientFrame(message, this.random() * 2 ** 32))
  }
}
