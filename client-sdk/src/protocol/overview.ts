import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import type { FixedPoint } from './cursor.ts'
import { FrameType } from './frame-type.ts'

/** Server to the clients who asked for it: roughly where everybody is, for a minimap. Encoded once and shared. */
export interface Overview {
  readonly type: typeof FrameType.overview
  /** Where the points count from, quarter units. */
  readonly origin: FixedPoint
  /** A point's numbers are multiples of 2^shift quarter units. */
  readonly shift: number
  /** Each with a cursor and its member; empty in a room too large for that. */
  readonly members: readonly { readonly member: number; readonly dx: number; readonly dy: number }[]
  /** Crowds: how many are about there. Empty where `members` names them. */
  readonly crowds: readonly { readonly count: number; readonly dx: number; readonly dy: number }[]
}

export function encodeOverview(overview: Omit<Overview, 'type'>): Uint8Array<ArrayBuffer> {
  const { origin, shift, members, crowds } = overview
  const writer = new ByteWriter(14 + 6 * (members.length + crowds.length))
    .u8(FrameType.overview)
    .i32(origin.x)
    .i32(origin.y)
    .u8(shift)
    .u16(members.length)
  for (const { member, dx, dy } of members) writer.u16(member).i16(dx).i16(dy)
  writer.u16(crowds.length)
  for (const { count, dx, dy } of crowds) writer.u16(count).i16(dx).i16(dy)
  return writer.bytes
}

export function decodeOverview(frame: Uint8Array): Overview | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.overview) return undefined
  const origin = { x: reader.i32(), y: reader.i32() }
  const shift = reader.u8()
  const members: { member: number; dx: number; dy: number }[] = []
  for (let left = reader.u16(); left > 0 && reader.ok; left--)
    members.push({ member: reader.u16(), dx: reader.i16(), dy: reader.i16() })
  const crowds: { count: number; dx: number; dy: number }[] = []
  for (let left = reader.u16(); left > 0 && reader.ok; left--)
    crowds.push({ count: reader.u16(), dx: reader.i16(), dy: reader.i16() })
  if (!reader.complete || shift > 16) return undefined
  return { type: FrameType.overview, origin, shift, members, crowds }
}
