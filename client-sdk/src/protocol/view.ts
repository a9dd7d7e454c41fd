import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { FrameType } from './frame-type.ts'
import { nobody } from './event-entry.ts'

/** A rectangle of the canvas plane in quarter units. */
export interface FixedRect {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Client to server: what this member looks at, so that it gets the live values there and no others. */
export interface View {
  readonly type: typeof FrameType.view
  /** The page is hidden: live values are worth little now. */
  readonly hidden: boolean
  /** Whether OVERVIEW frames are wanted. */
  readonly overview: boolean
  readonly rect: FixedRect
  /** A member whose cursor is wanted wherever it is. */
  readonly follow: number | undefined
}

export function encodeView(view: Omit<View, 'type'>): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter(20).u8(FrameType.view).u8((view.hidden ? 1 : 0) | (view.overview ? 2 : 0))
  return writeRect(writer, view.rect).u16(view.follow ?? nobody).bytes
}

export function decodeView(frame: Uint8Array): View | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.view) return undefined
  const flags = reader.u8()
  const rect = readRect(reader)
  const follow = reader.u16()
  if (!reader.complete || flags > 3) return undefined
  return {
    type: FrameType.view,
    hidden: (flags & 1) !== 0,
    overview: (flags & 2) !== 0,
    rect,
    follow: follow === nobody ? undefined : follow,
  }
}

export function writeRect(writer: ByteWriter, { left, top, right, bottom }: FixedRect): ByteWriter {
  return writer.i32(left).i32(top).i32(right).i32(bottom)
}

export function readRect(reader: ByteReader): FixedRect {
  return { left: reader.i32(), top: reader.i32(), right: reader.i32(), bottom: reader.i32() }
}
