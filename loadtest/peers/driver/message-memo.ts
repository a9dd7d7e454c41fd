import { Buffer } from 'node:buffer'
import { readStockMessage, type StockMessage, type WritersById } from './stock-message.ts'

interface Remembered {
  readonly bytes: Buffer
  readonly message: StockMessage
}

/**
 * What a broadcast says is read once, however many members it reaches: the driver compares bytes instead of
 * decoding them a thousand times.
 */
export class MessageMemo {
  /** Messages that had to be decoded. */
  decoded = 0
  private readonly byHash = new Map<number, Remembered>()
  private readonly prefixBytes: number
  private readonly writers: WritersById

  constructor(prefixBytes: number, writers: WritersById) {
    this.prefixBytes = prefixBytes
    this.writers = writers
  }

  /** The message of the frame `bytes[start, end)`; what it refers to is only valid during the call. */
  read(bytes: Buffer, start: number, end: number): StockMessage {
    const hash = hashOf(bytes, start, end)
    const known = this.byHash.get(hash)
    if (known?.bytes.length === end - start && bytes.compare(known.bytes, 0, end - start, start, end) === 0)
      return known.message
    this.decoded++
    const message = readStockMessage(bytes, start + this.prefixBytes, end, this.writers)
    // A document is one member's, and too large to keep.
    if (message.is === 'update' || message.is === 'awareness') this.remember(hash, bytes, start, end, message)
    return message
  }

  private remember(hash: number, bytes: Buffer, start: number, end: number, message: StockMessage): void {
    this.byHash.delete(hash)
    this.byHash.set(hash, { bytes: Buffer.from(bytes.subarray(start, end)), message })
    if (this.byHash.size <= mostRemembered) return
    for (const oldest of this.byHash.keys()) {
      this.byHash.delete(oldest)
      return
    }
  }
}

/** A server that is overwhelmed sends one member what another got long before. */
const mostRemembered = 16_384

/** FNV-1a over the length and at most about 64 of the bytes; the comparison decides. */
function hashOf(bytes: Buffer, start: number, end: number): number {
  const step = 1 + ((end - start) >> 6)
  let hash = 0x811c9dc5 ^ (end - start)
  for (let at = start; at < end; at += step) hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
  return hash
}
