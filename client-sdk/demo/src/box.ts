import type { Box, Point } from '@coplane/client/bind'

export function contains(box: Box, x: number, y: number): boolean {
  return x >= box.x && y >= box.y && x <= box.x + box.w && y <= box.y + box.h
}

export function overlaps(a: Box, b: Box): boolean {
  return a.x <= b.x + b.w && b.x <= a.x + a.w && a.y <= b.y + b.h && b.y <= a.y + a.h
}

export function encloses(outer: Box, inner: Box): boolean {
  return contains(outer, inner.x, inner.y) && contains(outer, inner.x + inner.w, inner.y + inner.h)
}

export function center(box: Box): Point {
  return [box.x + box.w / 2, box.y + box.h / 2]
}

/** The smallest box around all of them; undefined around nothing. */
export function bounds(boxes: Iterable<Box>): Box | undefined {
  let left = Infinity
  let top = Infinity
  let right = -Infinity
  let bottom = -Infinity
  for (const box of boxes) {
    left = Math.min(left, box.x)
    top = Math.min(top, box.y)
    right = Math.max(right, box.x + box.w)
    bottom = Math.max(bottom, box.y + box.h)
  }
  return left === Infinity ? undefined : { x: left, y: top, w: right - left, h: bottom - top }
}

/** The box between two corners, in any order. */
export function spanned([ax, ay]: Point, [bx, by]: Point): Box {
  return { x: Math.min(ax, bx), y: Math.min(ay, by), w: Math.abs(ax - bx), h: Math.abs(ay - by) }
}
