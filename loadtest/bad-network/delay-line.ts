import type { Buffer } from 'node:buffer'
import type { Socket } from 'node:net'
import type { BadPath } from './bad-path.ts'
import type { Due, DueWheel } from './due-wheel.ts'

/** One direction of one connection: what was read waits here until it arrives. */
export class DelayLine implements Due {
  /** How often the source had to wait. */
  pauses = 0
  private readonly waiting: { readonly atMs: number; readonly bytes: Buffer | undefined }[] = []
  /** Index of the oldest in `waiting`. */
  private head = 0
  private waitingBytes = 0
  private isBlocked = false
  private isPaused = false
  private isOver = false
  private readonly path: BadPath
  private readonly wheel: DueWheel
  private readonly source: Socket
  private readonly sink: Socket
  private readonly bufferBytes: number

  constructor(path: BadPath, wheel: DueWheel, source: Socket, sink: Socket, bufferBytes: number) {
    this.path = path
    this.wheel = wheel
    this.source = source
    this.sink = sink
    this.bufferBytes = bufferBytes
    sink.on('drain', () => {
      this.isBlocked = false
      const nextMs = this.due(performance.now())
      if (nextMs !== undefined) this.wheel.add(this, nextMs)
    })
  }

  /** Takes bytes that are the line's to keep, or undefined for the stream's end. @returns whether the source may go on. */
  put(bytes: Buffer | undefined, nowMs: number): boolean {
    if (this.isOver) return true
    const atMs = this.path.arrivalMs(nowMs, bytes?.length ?? 0)
    if (this.head === this.waiting.length && !this.isBlocked) this.wheel.add(this, atMs)
    this.waiting.push({ atMs, bytes })
    this.waitingBytes += bytes?.length ?? 0
    if (this.waitingBytes < this.bufferBytes || this.isPaused) return !this.isPaused
    this.isPaused = true
    this.pauses++
    return false
  }

  due(nowMs: number): number | undefined {
    if (this.isOver || this.isBlocked) return undefined
    this.sink.cork()
    while (this.head < this.waiting.length && this.waiting[this.head]!.atMs <= nowMs && !this.isBlocked)
      this.pass(this.waiting[this.head++]!.bytes)
    this.sink.uncork()
    this.forget()
    if (this.isPaused && this.waitingBytes < this.bufferBytes / 2) {
      this.isPaused = false
      this.source.resume()
    }
    return this.isBlocked ? undefined : this.waiting[this.head]?.atMs
  }

  /** Whatever still waits never arrives. */
  cut(): void {
    this.isOver = true
    this.waiting.length = 0
    this.head = 0
  }

  private pass(bytes: Buffer | undefined): void {
    if (bytes === undefined) {
      this.sink.end()
      return
    }
    this.waitingBytes -= bytes.length
    if (!this.sink.write(bytes)) this.isBlocked = true
  }

  private forget(): void {
    if (this.head === this.waiting.length) {
      this.waiting.length = 0
      this.head = 0
    } else if (this.head > 256) {
      this.waiting.splice(0, this.head)
      this.head = 0
    }
  }
}
