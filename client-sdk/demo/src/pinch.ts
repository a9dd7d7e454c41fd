import type { Point } from '@coplane/client/bind'
import type { View } from './view.ts'

/** Two fingers: what was between them stays between them, and their distance is the zoom. */
export function pinch(
  view: View,
  fingers: readonly (readonly [number, Point])[],
  moved: number,
  to: Point,
): void {
  const before = fingers.find(([finger]) => finger === moved)?.[1]
  const other = fingers.find(([finger]) => finger !== moved)?.[1]
  if (!before || !other) return
  const middle = between(before, other)
  const next = between(to, other)
  view.panBy(next[0] - middle[0], next[1] - middle[1])
  const distance = Math.hypot(before[0] - other[0], before[1] - other[1])
  if (distance > 1) view.zoomAt(next, Math.hypot(to[0] - other[0], to[1] - other[1]) / distance)
}

function between([ax, ay]: Point, [bx, by]: Point): Point {
  return [(ax + bx) / 2, (ay + by) / 2]
}
