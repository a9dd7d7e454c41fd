import type { Buffer } from 'node:buffer'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { askForDocument, nothingToAdd, updateMessage, type StockDialect } from './stock-dialect.ts'
import { readStockMessage, type WritersById } from './stock-message.ts'

/** A member with a real document, who fills the room before a run and reads it afterwards. */
export class StockKeeper {
  private readonly socket: WebSocket
  private readonly dialect: StockDialect

  private constructor(socket: WebSocket, dialect: StockDialect) {
    this.socket = socket
    this.dialect = dialect
  }

  static async open(port: number, dialect: StockDialect): Promise<StockKeeper> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${dialect.path}`)
    socket.binaryType = 'nodebuffer'
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    return new StockKeeper(socket, dialect)
  }

  /** @returns the document as a joiner gets it. */
  async read(): Promise<Y.Doc> {
    for (const message of this.dialect.greeting) this.socket.send(message)
    return this.ask()
  }

  /** Writes an update and waits until the server's own document, which may lag by a tick, has it. */
  async write(update: Uint8Array, isThere: (doc: Y.Doc) => boolean): Promise<void> {
    this.socket.send(updateMessage(this.dialect, update))
    while (!isThere(await this.ask())) await sleep(pollMs)
  }

  close(): void {
    this.socket.close()
  }

  private ask(): Promise<Y.Doc> {
    return new Promise((resolve, reject) => {
      const closed = (code: number): void =>
        reject(new Error(`the server closed the keeper's socket with ${code}`))
      const received = (bytes: Buffer): void => {
        const message = readStockMessage(bytes, this.dialect.prefix.length, bytes.length, nobody)
        if (message.is === 'question') this.socket.send(nothingToAdd(this.dialect))
        if (message.is !== 'document') return
        this.socket.off('message', received).off('close', closed)
        const doc = new Y.Doc()
        Y.applyUpdate(doc, message.update)
        resolve(doc)
      }
      this.socket.on('message', received).on('close', closed)
      this.socket.send(askForDocument(this.dialect))
    })
  }
}

const nobody: WritersById = new Map()
const pollMs = 20
