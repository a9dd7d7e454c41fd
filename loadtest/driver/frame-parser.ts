import { Buffer } from 'node:buffer'
import { opcodes } from './client-frame.ts'

/** Takes the messages of one socket. */
export interface FrameSink {
  /** The payload is `bytes[start, end)` and only valid during the call. */
  frame(opcode: number, bytes: Buffer, start: number, end: number): void
}

/**
 * Finds the frames in what one socket receives. Servers do not mask. A frame that is whole within one read, as every tick is, costs no allocation; what is cut off is
 * kept as a copy, and so are the fragments of a message until the last one is there.
 */
export class FrameParser {
  private rest: Buffer | undefined
  private fragments: Buffer[] = []
  private fragmentsOpcode = 0
  private readonly sink: FrameSink

  constructor(sink: FrameSink) {
    this.sink = sink
  }

  /** Takes `chunk[start, end)`; the chunk's buffer may be reused after the call. */
  receive(chunk: Buffer, start: number, end: number): void {
    const { rest } = this
    if (rest === undefined) {
      const at = this.parse(chunk, start, end)
      if (at < end) this.rest = Buffer.from(chunk.subarray(at, end))
      return
    }
    const whole = Buffer.concat([rest, chunk.subarray(start, end)])
    const at = this.parse(whole, 0, whole.length)
    this.rest = at < whole.length ? whole.subarray(at) : undefined
  }

  /** @returns where the first frame begins that is not complete. */
  private parse(bytes: Buffer, start: number, end: number): number {
    let at = start
    while (end - at >= 2) {
      const short = bytes[at + 1]! & 0x7f
      const headBytes = short < 126 ? 2 : short === 126 ? 4 : 10
      if (end - at < headBytes) break
      let length = short
      if (short === 126) length = (bytes[at + 2]! << 8) | bytes[at + 3]!
      // No frame of ours reaches 4 GB, so the upper half of a 64-bit length is zero.
      else if (short === 127) length = bytes.readUInt32BE(at + 6)
      const payloadAt = at + headBytes
      if (end - payloadAt < length) break
      const head = bytes[at]!
      const isWhole = (head & 0x80) !== 0 && (head & 0x0f) !== opcodes.continuation
      if (isWhole) this.sink.frame(head & 0x0f, bytes, payloadAt, payloadAt + length)
      else this.fragment(head, bytes.subarray(payloadAt, payloadAt + length))
      at = payloadAt + length
    }
    return at
  }

  private fragment(head: number, payload: Buffer): void {
    const opcode = head & 0x0f
    if (opcode !== opcodes.continuation) this.fragmentsOpcode = opcode
    this.fragments.push(Buffer.from(payload))
    if ((head & 0x80) === 0) return
    const whole = Buffer.concat(this.fragments)
    this.fragments = []
    this.sink.frame(this.fragmentsOpcode, whole, 0, whole.length)
  }
}
