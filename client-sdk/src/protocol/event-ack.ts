import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { FrameType } from './frame-type.ts'

/** Server to client: the event `ref` has this seq in the room, now or since its key was first used. */
export interface EventAck {
  readonly type: typeof FrameType.eventAck
  readonly ref: number
  readonly seq: number
}

export function encodeEventAck(ref: number, seq: number): Uint8Array<ArrayBuffer> {
  return new ByteWriter(9).u8(FrameType.eventAck).u32(ref).u32(seq).bytes
}

export function decodeEventAck(frame: Uint8Array): EventAck | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.eventAck) return undefined
  const ref = reader.u32()
  const seq = reader.u32()
  return reader.complete ? { type: FrameType.eventAck, ref, seq } : undefined
}
