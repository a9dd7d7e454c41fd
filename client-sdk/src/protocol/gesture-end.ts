import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { FrameType } from './frame-type.ts'

/** Client to server: the hand let go. */
export interface GestureEnd {
  readonly type: typeof FrameType.gestureEnd
  readonly gesture: number
  /** The batch that puts the result into the document: the overlay ends in the tick that holds it. 0: at once, it was cancelled. */
  readonly batch: number
}

export function encodeGestureEnd(gesture: number, batch: number): Uint8Array<ArrayBuffer> {
  return new ByteWriter(7).u8(FrameType.gestureEnd).u16(gesture).u32(batch).bytes
}

export function decodeGestureEnd(frame: Uint8Array): GestureEnd | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.gestureEnd) return undefined
  const gesture = reader.u16()
  const batch = reader.u32()
  return reader.complete ? { type: FrameType.gestureEnd, gesture, batch } : undefined
}
