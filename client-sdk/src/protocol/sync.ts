import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { FrameType } from './frame-type.ts'

/** Server to client: a part of what brings the client's document to `seq`; after hello, or after the client lagged. */
export interface Sync {
  readonly type: typeof FrameType.sync
  /** True on the last part: the client's document then equals the server's at `seq`. */
  readonly last: boolean
  /** Encoding of all `updates`: Yjs V2 for snapshots (smaller), V1 for diffs and ticks. */
  readonly encoding: 1 | 2
  readonly seq: number
  /** To be applied in order. There may be none; none is empty. */
  readonly updates: readonly Uint8Array[]
}

const lastFlag = 1
const v2Flag = 2

export function encodeSync(sync: Omit<Sync, 'type'>): Uint8Array<ArrayBuffer> {
  let byteLength = 8
  for (const update of sync.updates) byteLength += 4 + update.length
  const writer = new ByteWriter(byteLength)
    .u8(FrameType.sync)
    .u8((sync.last ? lastFlag : 0) | (sync.encoding === 2 ? v2Flag : 0))
    .u32(sync.seq)
    .u16(sync.updates.length)
  for (const update of sync.updates) writer.u32(update.length).raw(update)
  return writer.bytes
}

export function decodeSync(frame: Uint8Array): Sync | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.sync) return undefined
  const flags = reader.u8()
  const seq = reader.u32()
  const updates: Uint8Array[] = []
  for (let left = reader.u16(); left > 0 && reader.ok; left--) {
    const update = reader.bytesOf(reader.u32())
    if (update.length === 0) return undefined
    updates.push(update)
  }
  if (!reader.complete || flags > (lastFlag | v2Flag)) return undefined
  const encoding = (flags & v2Flag) === 0 ? 1 : 2
  return { type: FrameType.sync, last: (flags & lastFlag) !== 0, encoding, seq, updates }
}
