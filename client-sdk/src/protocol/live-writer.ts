import { FrameType } from './frame-type.ts'
import { liveBits } from './live.ts'

/**
 * Builds LIVE frames in one buffer that is used again and again: a room of a thousand moving members makes twenty
 * thousand of them a second. Blocks are opened in the order of their bits; their counts are filled in as entries come.
 *
 * @example writer.start(false, 50).openNear(0, 0, 0).near(3, 10, -20).finish()
 */
export class LiveWriter {
  private bytes: Uint8Array
  private view: DataView
  private at = 0
  private countAt = 0

  constructor(initialBytes = 4096) {
    this.bytes = new Uint8Array(initialBytes)
    this.view = new DataView(this.bytes.buffer)
  }

  get isEmpty(): boolean {
    return this.at === headBytes && this.bytes[1] === 0
  }

  get byteLength(): number {
    return this.at
  }

  start(fresh: boolean, liveMs: number): this {
    this.bytes[0] = FrameType.live
    this.bytes[1] = fresh ? liveBits.fresh : 0
    this.view.setUint16(2, liveMs, true)
    this.at = headBytes
    return this
  }

  openNear(originX: number, originY: number, shift: number): this {
    this.open(liveBits.near, 9)
    this.view.setInt32(this.at, originX, true)
    this.view.setInt32(this.at + 4, originY, true)
    this.bytes[this.at + 8] = shift
    this.at += 9
    return this.openCount()
  }

  near(member: number, dx: number, dy: number): this {
    this.entry(6)
    this.view.setUint16(this.at, member, true)
    this.view.setInt16(this.at + 2, dx, true)
    this.view.setInt16(this.at + 4, dy, true)
    this.at += 6
    return this
  }

  openWide(): this {
    this.open(liveBits.wide, 0)
    return this.openCount()
  }

  wide(member: number, x: number, y: number): this {
    this.entry(10)
    this.view.setUint16(this.at, member, true)
    this.view.setInt32(this.at + 2, x, true)
    this.view.setInt32(this.at + 6, y, true)
    this.at += 10
    return this
  }

  openGone(): this {
    this.open(liveBits.gone, 0)
    return this.openCount()
  }

  gone(member: number): this {
    this.entry(2)
    this.view.setUint16(this.at, member, true)
    this.at += 2
    return this
  }

  openSelections(): this {
    this.open(liveBits.selections, 0)
    return this.openCount()
  }

  selection(member: number, ids: Uint8Array): this {
    this.entry(4 + ids.length)
    this.view.setUint16(this.at, member, true)
    this.view.setUint16(this.at + 2, ids.length, true)
    this.bytes.set(ids, this.at + 4)
    this.at += 4 + ids.length
    return this
  }

  openGestures(): this {
    this.open(liveBits.gestures, 0)
    return this.openCount()
  }

  /** @param values `count` gesture values of these parts, encoded. */
  gesture(gesture: number, parts: number, count: number, values: Uint8Array): this {
    this.entry(5 + values.length)
    this.view.setUint16(this.at, gesture, true)
    this.bytes[this.at + 2] = parts
    this.view.setUint16(this.at + 3, count, true)
    this.bytes.set(values, this.at + 5)
    this.at += 5 + values.length
    return this
  }

  /** @returns a view of the frame that is good until the next `start`. */
  finish(): Uint8Array {
    return this.bytes.subarray(0, this.at)
  }

  private open(bit: number, byteLength: number): void {
    this.reserve(byteLength + 2)
    this.bytes[1]! |= bit
  }

  private openCount(): this {
    this.countAt = this.at
    this.view.setUint16(this.at, 0, true)
    this.at += 2
    return this
  }

  private entry(byteLength: number): void {
    this.reserve(byteLength)
    this.view.setUint16(this.countAt, this.view.getUint16(this.countAt, true) + 1, true)
  }

  private reserve(byteLength: number): void {
    if (this.at + byteLength <= this.bytes.length) return
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.at + byteLength))
    larger.set(this.bytes)
    this.bytes = larger
    this.view = new DataView(larger.buffer)
  }
}

const headBytes = 4
