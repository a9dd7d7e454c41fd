import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { FrameType } from './frame-type.ts'

/** Client to server: this member takes nodes in hand. */
export interface GestureBegin {
  readonly type: typeof FrameType.gestureBegin
  /** The client's own number; not one of a gesture of its own that is still under way. */
  readonly gesture: number
  /** Ids of the nodes, 1 to 65,535 of them. */
  readonly nodes: readonly string[]
}

export function encodeGestureBegin(gesture: number, nodes: readonly string[]): Uint8Array<ArrayBuffer> {
  const ids = encodeIds(nodes)
  return new ByteWriter(3 + ids.length).u8(FrameType.gestureBegin).u16(gesture).raw(ids).bytes
}

export function decodeGestureBegin(frame: Uint8Array): GestureBegin | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.gestureBegin) return undefined
  const gesture = reader.u16()
  const nodes = readIds(reader)
  return reader.complete && nodes.length > 0 ? { type: FrameType.gestureBegin, gesture, nodes } : undefined
}

/** A count and the ids behind it, each with its length. @throws RangeError for an id above 65,535 UTF-8 bytes. */
export function encodeIds(ids: readonly string[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder()
  const encoded = ids.map((id) => encoder.encode(id))
  let byteLength = 2
  for (const id of encoded) {
    if (id.length > 0xffff) throw new RangeError(`an id has ${id.length} bytes, more than 65,535`)
    byteLength += 2 + id.length
  }
  const writer = new ByteWriter(byteLength).u16(ids.length)
  for (const id of encoded) writer.u16(id.length).raw(id)
  return writer.bytes
}

/** What `encodeIds` wrote; fewer where the bytes end early (the reader is then no longer `ok`). */
export function readIds(reader: ByteReader): string[] {
  // A decoder takes a leading U+FEFF for a byte order mark unless told to keep it.
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
  const ids: string[] = []
  const count = reader.u16()
  for (let index = 0; index < count && reader.ok; index++) ids.push(utf8.decode(reader.bytesOf(reader.u16())))
  return ids
}
