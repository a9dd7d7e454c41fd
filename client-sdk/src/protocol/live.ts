import { ByteReader } from './byte-reader.ts'
import type { FixedPoint } from './cursor.ts'
import { FrameType } from './frame-type.ts'
import { isParts, readGestureValues, type GestureValue } from './gesture-values.ts'

/** Bits of a LIVE frame's flags, and the order in which their blocks follow. `fresh` has no block. */
export const liveBits = { fresh: 1, near: 2, wide: 4, gone: 8, selections: 16, gestures: 32 } as const

/** Server to one client: the live values that its view needs and that changed. Lossy: the newest value is all that counts. */
export interface Live {
  readonly type: typeof FrameType.live
  /** Replaces every cursor, selection and gesture value that the client shows. */
  readonly fresh: boolean
  /** How often live values are worth sending now, in milliseconds. */
  readonly liveMs: number
  /** Cursors near a point, in multiples of 2^shift quarter units from it. */
  readonly near: NearCursors | undefined
  /** Cursors too far from it, in quarter units of the canvas. */
  readonly wide: readonly { readonly member: number; readonly point: FixedPoint }[]
  /** Members whose cursor is not shown any more: off the canvas, or out of the view. */
  readonly gone: readonly number[]
  readonly selections: readonly { readonly member: number; readonly ids: Uint8Array }[]
  readonly gestures: readonly {
    readonly gesture: number
    readonly parts: number
    readonly values: readonly GestureValue[]
  }[]
}

export interface NearCursors {
  readonly origin: FixedPoint
  readonly shift: number
  readonly cursors: readonly { readonly member: number; readonly dx: number; readonly dy: number }[]
}

/** Every cursor of a frame as a point of the canvas in quarter units. */
export function cursorsOf({ near, wide }: Live): { readonly member: number; readonly point: FixedPoint }[] {
  if (!near) return [...wide]
  const { origin, shift, cursors } = near
  const step = 2 ** shift
  const points = cursors.map(({ member, dx, dy }) => ({
    member,
    point: { x: origin.x + dx * step, y: origin.y + dy * step },
  }))
  return [...points, ...wide]
}

export function decodeLive(frame: Uint8Array): Live | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.live) return undefined
  const flags = reader.u8()
  const liveMs = reader.u16()
  if (flags > 63) return undefined
  const near = flags & liveBits.near ? readNear(reader) : undefined
  const wide: { member: number; point: FixedPoint }[] = []
  if (flags & liveBits.wide)
    each(reader, () => wide.push({ member: reader.u16(), point: { x: reader.i32(), y: reader.i32() } }))
  const gone: number[] = []
  if (flags & liveBits.gone) each(reader, () => gone.push(reader.u16()))
  const selections: { member: number; ids: Uint8Array }[] = []
  if (flags & liveBits.selections)
    each(reader, () => selections.push({ member: reader.u16(), ids: reader.bytesOf(reader.u16()) }))
  const gestures: { gesture: number; parts: number; values: GestureValue[] }[] = []
  let areParts = true
  if (flags & liveBits.gestures)
    each(reader, () => {
      const gesture = reader.u16()
      const parts = reader.u8()
      areParts &&= isParts(parts)
      gestures.push({
        gesture,
        parts,
        values: areParts ? readGestureValues(reader, parts, reader.u16()) : [],
      })
    })
  if (!reader.complete || !areParts || (near && near.shift > maxShift)) return undefined
  return {
    type: FrameType.live,
    fresh: (flags & liveBits.fresh) !== 0,
    liveMs,
    near,
    wide,
    gone,
    selections,
    gestures,
  }
}

function readNear(reader: ByteReader): NearCursors {
  const origin = { x: reader.i32(), y: reader.i32() }
  const shift = reader.u8()
  const cursors: { member: number; dx: number; dy: number }[] = []
  each(reader, () => cursors.push({ member: reader.u16(), dx: reader.i16(), dy: reader.i16() }))
  return { origin, shift, cursors }
}

/** A block without entries is left out, so one that is there and empty is no frame. */
function each(reader: ByteReader, read: () => void): void {
  const count = reader.u16()
  if (count === 0) reader.ok = false
  for (let index = 0; index < count && reader.ok; index++) read()
}

/** A shift beyond 16 would reach out of the canvas. */
const maxShift = 16
