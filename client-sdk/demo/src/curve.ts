import type { Box } from '@coplane/client/bind'

/** A cubic from border to border that leaves and arrives square to the sides, and the box it stays in. */
export interface Curve extends Box {
  readonly ax: number
  readonly ay: number
  readonly bx: number
  readonly by: number
  readonly cx: number
  readonly cy: number
  readonly dx: number
  readonly dy: number
}

/** Canvas units that the arrow's tip stays away from the card. */
const clearance = 3
const bend = { least: 28, most: 420 } as const

/** Between groups: from this far above or below on, an edge runs upright. Within a group it stays sideways. */
const uprightFrom = 160

/** From the side of `from` that faces `to`. `apart` says that the two are in different groups. */
export function route(from: Box, to: Box, apart = false): Curve {
  const right = to.x - (from.x + from.w)
  const left = from.x - (to.x + to.w)
  const below = to.y - (from.y + from.h)
  const above = from.y - (to.y + to.h)
  const sideways = Math.max(right, left)
  const upright = Math.max(below, above)
  const fromX = from.x + from.w / 2
  const fromY = from.y + from.h / 2
  const toX = to.x + to.w / 2
  const toY = to.y + to.h / 2
  const inRow = Math.abs(fromY - toY) < 8
  // In a row with others in between, a straight line would look like a chain through all of them.
  if (inRow && !apart && sideways > from.w)
    return arch(fromX, from.y, toX, to.y, Math.min(80, 24 + sideways * 0.06))
  if (apart ? upright < uprightFrom && sideways > 0 : sideways >= Math.min(upright, 40)) {
    const way = right >= left ? 1 : -1
    const ax = way > 0 ? from.x + from.w : from.x
    const dx = (way > 0 ? to.x : to.x + to.w) - way * clearance
    const reach = pull(Math.abs(dx - ax)) * way
    return bezier(ax, fromY, ax + reach, fromY, dx - reach, toY, dx, toY)
  }
  const way = below >= above ? 1 : -1
  const ay = way > 0 ? from.y + from.h : from.y
  const dy = (way > 0 ? to.y : to.y + to.h) - way * clearance
  const reach = pull(Math.abs(dy - ay)) * way
  return bezier(fromX, ay, fromX, ay + reach, toX, dy - reach, toX, dy)
}

function arch(ax: number, ay: number, dx: number, dy: number, rise: number): Curve {
  return bezier(ax, ay, ax, ay - rise, dx, dy - rise, dx, dy - clearance)
}

/** From a card's border to a loose end: an edge while it is being drawn. */
export function routeTo(from: Box, x: number, y: number): Curve {
  return route(from, { x: x - 1, y: y - 1, w: 2, h: 2 })
}

function pull(distance: number): number {
  return Math.min(bend.most, Math.max(bend.least, distance / 2))
}

function bezier(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): Curve {
  // A cubic stays inside the hull of its four points.
  const x = Math.min(ax, bx, cx, dx)
  const y = Math.min(ay, by, cy, dy)
  const w = Math.max(ax, bx, cx, dx) - x
  const h = Math.max(ay, by, cy, dy) - y
  return { x, y, w, h, ax, ay, bx, by, cx, cy, dx, dy }
}

/** How far the point is from the curve: the nearest of some chords, which is exact enough for a pointer. */
export function distanceTo(curve: Curve, x: number, y: number): number {
  const chords = 24
  let nearest = Infinity
  let fromX = curve.ax
  let fromY = curve.ay
  for (let index = 1; index <= chords; index++) {
    const t = index / chords
    const s = 1 - t
    const [a, b, c, d] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t]
    const toX = a * curve.ax + b * curve.bx + c * curve.cx + d * curve.dx
    const toY = a * curve.ay + b * curve.by + c * curve.cy + d * curve.dy
    nearest = Math.min(nearest, distanceToChord(x, y, fromX, fromY, toX, toY))
    fromX = toX
    fromY = toY
  }
  return nearest
}

function distanceToChord(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax
  const dy = by - ay
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length))
  return Math.hypot(x - ax - t * dx, y - ay - t * dy)
}
