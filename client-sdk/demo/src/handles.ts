import type { Box, Point } from '@coplane/client/bind'

/** Screen pixels: the handle's own radius, and how near the pointer has to come. */
export const handle = { radiusPx: 5, reachPx: 11 } as const

/** Below this zoom a card is too small on screen to aim at its sides. */
const leastZoom = 0.5

/** The middles of a card's sides, where an edge is pulled out. */
export function handlesOf({ x, y, w, h }: Box): readonly Point[] {
  return [
    [x + w / 2, y],
    [x + w, y + h / 2],
    [x + w / 2, y + h],
    [x, y + h / 2],
  ]
}

export function onHandle(box: Box, [x, y]: Point, zoom: number): boolean {
  const reach = handle.reachPx / zoom
  return zoom >= leastZoom && handlesOf(box).some(([hx, hy]) => Math.hypot(hx - x, hy - y) <= reach)
}

export function showsHandles(zoom: number): boolean {
  return zoom >= leastZoom
}
