import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { FrameType } from './frame-type.ts'

/** Server to client: every batch up to `batch` is in tick `seq` or an earlier one; it is saved once `durableSeq >= seq`. */
export interface Ack {
  readonly type: typeof FrameType.ack
  readonly batch: number
  readonly seq: number
  readonly durableSeq: number
}

export function encodeAck(batch: number, seq: number, durableSeq: number): Uint8Array<ArrayBuffer> {
  return new ByteWriter(13).u8(FrameType.ack).u32(batch).u32(seq).u32(durableSeq).bytes
}

export function decodeAck(frame: Uint8Array): Ack | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.ack) return undefined
  const batch = reader.u32()
  const seq = reader.u32()
  const durableSeq = reader.u32()
  return reader.complete ? { type: FrameType.ack, batch, seq, durableSeq } : undefined
}
