import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { FrameType } from './frame-type.ts'

/** Client to server: asks for every event after a position once more, answered with a HISTORY of the same ref. */
export interface Replay {
  readonly type: typeof FrameType.replay
  /** The client's own number, not 0. */
  readonly ref: number
  readonly epoch: number
  /** The newest event that is not wanted. */
  readonly seq: number
}

export function encodeReplay(ref: number, epoch: number, seq: number): Uint8Array<ArrayBuffer> {
  return new ByteWriter(13).u8(FrameType.replay).u32(ref).u32(epoch).u32(seq).bytes
}

export function decodeReplay(frame: Uint8Array): Replay | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.replay) return undefined
  const ref = reader.u32()
  const epoch = reader.u32()
  const seq = reader.u32()
  return reader.complete && ref > 0 ? { type: FrameType.replay, ref, epoch, seq } : undefined
}
