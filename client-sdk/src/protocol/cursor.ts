import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { FrameType } from './frame-type.ts'
import { coordinateScale, limits } from './limits.ts'

/** A point of the canvas plane as the live lane carries it: quarter pixels in an int32. */
export interface FixedPoint {
  readonly x: number
  readonly y: number
}

/** Client to server: where this member's cursor is now, or that it left the canvas. Lossy, last value wins. */
export interface Cursor {
  readonly type: typeof FrameType.cursor
  readonly point: FixedPoint | undefined
}

/** Canvas units to fixed point, rounded and clamped. Not-a-number becomes 0. */
export function toFixed(value: number): number {
  const scaled = Math.round(value * coordinateScale)
  if (Number.isNaN(scaled)) return 0
  return Math.max(-limits.maxCoordinate, Math.min(limits.maxCoordinate, scaled))
}

export function fromFixed(value: number): number {
  return value / coordinateScale
}

export function encodeCursor(point: FixedPoint | undefined): Uint8Array<ArrayBuffer> {
  if (!point) return new ByteWriter(2).u8(FrameType.cursor).u8(0).bytes
  return new ByteWriter(10).u8(FrameType.cursor).u8(1).i32(point.x).i32(point.y).bytes
}

export function decodeCursor(frame: Uint8Array): Cursor | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.cursor) return undefined
  const kind = reader.u8()
  const point = kind === 1 ? { x: reader.i32(), y: reader.i32() } : undefined
  return reader.complete && kind <= 1 ? { type: FrameType.cursor, point } : undefined
}
