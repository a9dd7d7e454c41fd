import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { FrameType } from './frame-type.ts'
import { limits } from './limits.ts'

/** Client to server: what this member has selected. Lossy, last value wins. */
export interface Selection {
  readonly type: typeof FrameType.selection
  /** Opaque to the server; the SDK's is msgpack of an array of node and edge ids. */
  readonly ids: Uint8Array
}

export function encodeSelection(ids: Uint8Array): Uint8Array<ArrayBuffer> {
  return new ByteWriter(3 + ids.length).u8(FrameType.selection).u16(ids.length).raw(ids).bytes
}

export function decodeSelection(frame: Uint8Array): Selection | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.selection) return undefined
  const ids = reader.bytesOf(reader.u16())
  if (!reader.complete || ids.length > limits.maxSelectionBytes) return undefined
  return { type: FrameType.selection, ids }
}
