import type { Buffer } from 'node:buffer'
import type { Socket } from 'node:net'
import type { FaultTally } from './fault-tally.ts'

/** When bytes that are sent now arrive; `BadPath` of the load tests is one. */
export interface Path {
  arrivalMs(nowMs: number, bytes: number): number
}

/** One direction of a connection: what its source says reaches the sink, unless a fault has it otherwise. */
export class FaultyPipe {
  /** Bytes that reached the sink. */
  passedBytes = 0
  /** Bytes that the source has said. */
  private takenBytes = 0
  private readonly waiting: { readonly atMs: number; readonly bytes: Buffer | undefined }[] = []
  private waitingBytes = 0
  private timer: NodeJS.Timeout | undefined
  private path: Path = atOnce
  private isPaused = false
  private isSwallowing = false
  private isOver = false
  private isSourceHeld = false
  /** `passedBytes` at which the connection ends. */
  private cutAtBytes = Infinity
  private readonly flips = new Map<number, number>()
  private readonly source: Socket
  private readonly sink: Socket
  private readonly tally: FaultTally
  private readonly cut: () => void

  /** @param cut ends the whole connection; what was written to the sink still arrives there. */
  constructor(source: Socket, sink: Socket, tally: FaultTally, cut: () => void) {
    this.source = source
    this.sink = sink
    this.tally = tally
    this.cut = cut
    source.on('data', (bytes: Buffer) => this.take(bytes)).on('end', () => this.put(undefined))
    sink.on('drain', () => this.pump())
  }

  /** Whether nothing will ever pass again, though the connection is open. */
  get isStuck(): boolean {
    return this.isSwallowing
  }

  /** Everything arrives so much later; nothing overtakes anything. */
  delay(delayMs: number): void {
    this.tally.count('delay')
    this.path = { arrivalMs: (nowMs) => nowMs + delayMs }
  }

  /** A line that carries so much and no more. */
  throttle(bytesPerSecond: number): void {
    this.tally.count('throttle')
    let freeMs = 0
    this.path = {
      arrivalMs: (nowMs, bytes) => (freeMs = Math.max(freeMs, nowMs) + (bytes * 1_000) / bytesPerSecond),
    }
  }

  /** Nothing arrives until `resume`; nothing is lost either. */
  pause(): void {
    this.tally.count('pause')
    this.isPaused = true
  }

  resume(): void {
    this.isPaused = false
    this.pump()
  }

  /** Takes whatever comes and passes nothing on, for good: only another connection can make up for it. */
  blackhole(): void {
    this.tally.count('blackhole')
    this.isSwallowing = true
  }

  /** Exactly so many more bytes arrive, then the connection ends: in the middle of a frame, most likely. */
  cutAfter(bytes: number): void {
    this.cutAtBytes = this.passedBytes + bytes
    if (bytes === 0) this.cutNow()
  }

  /** The byte that is so many bytes from now arrives with these bits flipped. */
  corruptAfter(bytes: number, bits = 0xff): void {
    this.flips.set(this.takenBytes + bytes, bits)
  }

  /** The source has said all that it will say, as far as the sink can see; the other direction goes on. */
  halfClose(): void {
    this.tally.count('half-close')
    this.put(undefined)
    this.isSwallowing = true
  }

  /** No fault that can be taken back is in the way any more. */
  heal(): void {
    this.path = atOnce
    this.resume()
  }

  /** Whatever still waits never arrives. */
  stop(): void {
    this.isOver = true
    this.waiting.length = 0
    clearTimeout(this.timer)
  }

  private take(bytes: Buffer): void {
    for (const [at, bits] of this.flips) {
      const index = at - this.takenBytes
      if (index >= bytes.length) continue
      this.flips.delete(at)
      this.tally.count('corrupt')
      bytes[index]! ^= bits
    }
    this.takenBytes += bytes.length
    this.put(bytes)
  }

  private put(bytes: Buffer | undefined): void {
    if (this.isOver || this.isSwallowing) return
    const nowMs = performance.now()
    const lastMs = this.waiting.at(-1)?.atMs ?? 0
    this.waiting.push({ atMs: Math.max(lastMs, this.path.arrivalMs(nowMs, bytes?.length ?? 0)), bytes })
    this.waitingBytes += bytes?.length ?? 0
    this.pump()
    if (this.waitingBytes > heldBytes) {
      this.isSourceHeld = true
      this.source.pause()
    }
  }

  private pump(): void {
    clearTimeout(this.timer)
    while (!this.isOver && !this.isPaused && !this.sink.writableNeedDrain) {
      const next = this.waiting[0]
      if (!next) break
      const leftMs = next.atMs - performance.now()
      if (leftMs > 0) {
        this.timer = setTimeout(() => this.pump(), leftMs)
        break
      }
      this.waiting.shift()
      this.pass(next.bytes)
    }
    if (!this.isSourceHeld || this.waitingBytes > heldBytes / 2) return
    this.isSourceHeld = false
    this.source.resume()
  }

  private pass(bytes: Buffer | undefined): void {
    if (bytes === undefined) {
      this.sink.end()
      return
    }
    this.waitingBytes -= bytes.length
    const left = this.cutAtBytes - this.passedBytes
    const passing = bytes.length > left ? bytes.subarray(0, left) : bytes
    this.passedBytes += passing.length
    this.sink.write(passing)
    if (this.passedBytes >= this.cutAtBytes) this.cutNow()
  }

  private cutNow(): void {
    this.tally.count('cut')
    this.cut()
  }
}

const atOnce: Path = { arrivalMs: (nowMs) => nowMs }
/** What may wait in one direction; beyond, the source is not read, as a full network would not. */
const heldBytes = 256 * 1024
