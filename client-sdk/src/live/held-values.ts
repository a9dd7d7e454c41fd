import type { CanvasNode } from '../canvas/node.ts'
import { fromFixed, toFixed } from '../protocol/cursor.ts'
import type { GestureValue } from '../protocol/gesture-values.ts'

/** Where a gesture has a node; what is absent is as the document says. */
export interface HeldValues {
  /** Relative to the node's parent. */
  readonly x?: number
  readonly y?: number
  readonly w?: number
  readonly h?: number
  /** Degrees, clockwise. */
  readonly rotation?: number
}

/** As the wire carries it. A place or a size travels whole, so what the gesture leaves alone comes from the node. */
export function encodeHeld(index: number, held: HeldValues, node: CanvasNode): GestureValue {
  const { x, y, w, h, rotation } = held
  return {
    node: index,
    place:
      x === undefined && y === undefined ? undefined : { x: toFixed(x ?? node.x), y: toFixed(y ?? node.y) },
    size:
      w === undefined && h === undefined ? undefined : { x: toFixed(w ?? node.w), y: toFixed(h ?? node.h) },
    rotation: rotation === undefined ? undefined : Math.round((rotation / 360) * fullTurn) & (fullTurn - 1),
  }
}

export function decodeHeld({ place, size, rotation }: GestureValue): HeldValues {
  return {
    ...(place && { x: fromFixed(place.x), y: fromFixed(place.y) }),
    ...(size && { w: fromFixed(size.x), h: fromFixed(size.y) }),
    ...(rotation !== undefined && { rotation: (rotation / fullTurn) * 360 }),
  }
}

/** Steps of a rotation on the wire. */
const fullTurn = 0x10000
