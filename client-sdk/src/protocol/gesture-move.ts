import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { FrameType } from './frame-type.ts'
import {
  gestureValueBytes,
  isParts,
  readGestureValues,
  writeGestureValue,
  type GestureValue,
} from './gesture-values.ts'
import { readRect, writeRect, type FixedRect } from './view.ts'

/** Client to server: where the nodes of a gesture are now. Lossy, last value per node wins; keeps the lease. */
export interface GestureMove {
  readonly type: typeof FrameType.gestureMove
  readonly gesture: number
  /** Bits of `gestureParts`: what every value carries. */
  readonly parts: number
  /** What the nodes cover on the canvas now, so that the server knows who sees them. */
  readonly bounds: FixedRect
  /** Nodes that changed; none to keep the lease of a hand that rests. */
  readonly values: readonly GestureValue[]
}

export function encodeGestureMove(move: Omit<GestureMove, 'type'>): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter(22 + move.values.length * gestureValueBytes(move.parts))
    .u8(FrameType.gestureMove)
    .u16(move.gesture)
    .u8(move.parts)
  writeRect(writer, move.bounds).u16(move.values.length)
  for (const value of move.values) writeGestureValue(writer, value)
  return writer.bytes
}

export function decodeGestureMove(frame: Uint8Array): GestureMove | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.gestureMove) return undefined
  const gesture = reader.u16()
  const parts = reader.u8()
  const bounds = readRect(reader)
  if (!isParts(parts)) return undefined
  const values = readGestureValues(reader, parts, reader.u16())
  return reader.complete ? { type: FrameType.gestureMove, gesture, parts, bounds, values } : undefined
}
