import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { FrameType } from './frame-type.ts'

/** Client to server: one batch of the session's own edits. */
export interface Update {
  readonly type: typeof FrameType.update
  /** The session's batch counter, from 1, rising by one; acks are cumulative over it. */
  readonly batch: number
  /** Yjs V1 update, not empty. */
  readonly update: Uint8Array
}

export function encodeUpdate(batch: number, update: Uint8Array): Uint8Array<ArrayBuffer> {
  return new ByteWriter(9 + update.length).u8(FrameType.update).u32(batch).u32(update.length).raw(update)
    .bytes
}

export function decodeUpdate(frame: Uint8Array): Update | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.update) return undefined
  const batch = reader.u32()
  const update = reader.bytesOf(reader.u32())
  return reader.complete && update.length > 0 ? { type: FrameType.update, batch, update } : undefined
}
