/** An upright rectangle in canvas units. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** A point on the canvas, in canvas units. */
export type Point = readonly [x: number, y: number]

/** Borders count as inside. */
export function overlaps(a: Box, b: Box): boolean {
  return a.x <= b.x + b.w && b.x <= a.x + a.w && a.y <= b.y + b.h && b.y <= a.y + a.h
}

export function encloses(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.w <= outer.x + outer.w &&
    inner.y + inner.h <= outer.y + outer.h
  )
}

/** The upright box around a box that is turned about its middle. */
export function turnedBounds({ x, y, w, h }: Box, degrees: number): Box {
  if (degrees % 180 === 0) return { x, y, w, h }
  const radians = (degrees * Math.PI) / 180
  const cos = Math.abs(Math.cos(radians))
  const sin = Math.abs(Math.sin(radians))
  const wide = w * cos + h * sin
  const high = w * sin + h * cos
  return { x: x + (w - wide) / 2, y: y + (h - high) / 2, w: wide, h: high }
}

/** Whether the point lies in the box, once that is turned about its middle. */
export function turnedContains({ x, y, w, h }: Box, degrees: number, [px, py]: Point): boolean {
  const radians = (-degrees * Math.PI) / 180
  const dx = px - x - w / 2
  const dy = py - y - h / 2
  const cos = Math.cos(radians)
  const sin = Math.sin(radians)
  return Math.abs(dx * cos - dy * sin) <= w / 2 && Math.abs(dx * sin + dy * cos) <= h / 2
}
