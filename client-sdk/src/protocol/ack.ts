import { ByteReader } from './byte-reader.ts'
import { FrameType } from './frame-type.ts'

/** Server to client: every batch up to `batch` is in tick `seq` or an earlier one; it is saved once `durableSeq >= seq`. */
export interface Ack {
  readonly type: typeof FrameType.ack
  readonly batch: number
  readonly seq: number
  readonly durableSeq: number
}

export function encodeAck(batch: number, seq: number, durableSeq: number): Uint8Array<ArrayBuffer> {
  return new AckWriter().write(batch, seq, durableSeq)
}

/** Writes one ACK after the other into the same bytes: a busy room has one for every author in every tick. */
export class AckWriter {
  private readonly bytes = new Uint8Array(13)
  private readonly view = new DataView(this.bytes.buffer)

  constructor() {
    this.bytes[0] = FrameType.ack
  }

  /** @returns the frame, good until the next call. */
  write(batch: number, seq: number, durableSeq: number): Uint8Array<ArrayBuffer> {
    this.view.setUint32(1, batch, true)
    this.view.setUint32(5, seq, true)
    this.view.setUint32(9, durableSeq, true)
    return this.bytes
  }
}

export function decodeAck(frame: Uint8Array): Ack | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.ack) return undefined
  const batch = reader.u32()
  const seq = reader.u32()
  const durableSeq = reader.u32()
  return reader.complete ? { type: FrameType.ack, batch, seq, durableSeq } : undefined
}
