import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'
import type { FixedPoint } from './cursor.ts'

/** Which parts of its nodes a gesture changes; bits of one byte, the same for every value of a block. */
export const gestureParts = { place: 1, size: 2, rotation: 4 } as const

/** Where one node of a gesture is now. A move costs 10 bytes. */
export interface GestureValue {
  /** Position in the list of nodes that the gesture began with. */
  readonly node: number
  /** Relative to the node's parent, quarter units. */
  readonly place: FixedPoint | undefined
  /** Width and height as x and y, quarter units. */
  readonly size: FixedPoint | undefined
  /** Clockwise, in 1/65,536 of a full turn. */
  readonly rotation: number | undefined
}

/** The bits for what a value carries. */
export function partsOf(value: Omit<GestureValue, 'node'>): number {
  return (
    (value.place ? gestureParts.place : 0) |
    (value.size ? gestureParts.size : 0) |
    (value.rotation === undefined ? 0 : gestureParts.rotation)
  )
}

export function gestureValueBytes(parts: number): number {
  return (
    2 +
    ((parts & gestureParts.place) === 0 ? 0 : 8) +
    ((parts & gestureParts.size) === 0 ? 0 : 8) +
    ((parts & gestureParts.rotation) === 0 ? 0 : 2)
  )
}

/** Writes the value's parts as they are; a block's values must all have the block's. */
export function writeGestureValue(writer: ByteWriter, { node, place, size, rotation }: GestureValue): void {
  writer.u16(node)
  if (place) writer.i32(place.x).i32(place.y)
  if (size) writer.i32(size.x).i32(size.y)
  if (rotation !== undefined) writer.u16(rotation)
}

/** @returns `count` values, fewer where the bytes end early (the reader is then no longer `ok`). */
export function readGestureValues(reader: ByteReader, parts: number, count: number): GestureValue[] {
  const point = (bit: number): FixedPoint | undefined =>
    (parts & bit) === 0 ? undefined : { x: reader.i32(), y: reader.i32() }
  const values: GestureValue[] = []
  for (let index = 0; index < count && reader.ok; index++)
    values.push({
      node: reader.u16(),
      place: point(gestureParts.place),
      size: point(gestureParts.size),
      rotation: (parts & gestureParts.rotation) === 0 ? undefined : reader.u16(),
    })
  return values
}

/** Whether the byte names known parts and at least one. */
export function isParts(parts: number): boolean {
  return parts > 0 && parts < 8
}
