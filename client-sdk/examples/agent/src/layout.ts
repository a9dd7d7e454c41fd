import type { Room } from '@coplane/client'
import type { PlannedService } from './plan.ts'

/** Canvas units. */
export const nodeSize = { w: 144, h: 56 }
const gap = 48

interface Point {
  readonly x: number
  readonly y: number
}

/** A place for each service: to the right of everything that is on the canvas, a column further than what it needs. */
export function placesBeside(room: Room, services: readonly PlannedService[]): Map<string, Point> {
  const origin = freeCorner(room)
  const columns = new Map<string, number>()
  const rows = new Map<number, number>()
  const places = new Map<string, Point>()
  for (const { name, needs } of services) {
    const column = Math.max(0, ...needs.map((need) => (columns.get(need) ?? 0) + 1))
    const row = rows.get(column) ?? 0
    columns.set(name, column)
    rows.set(column, row + 1)
    places.set(name, {
      x: origin.x + column * (nodeSize.w + gap),
      y: origin.y + row * (nodeSize.h + gap),
    })
  }
  return places
}

/** The top right corner of what is there, a gap away from it; the origin on an empty canvas. */
function freeCorner(room: Room): Point {
  const roots = room.nodes.childrenOf('').flatMap((id) => room.nodes.get(id) ?? [])
  if (roots.length === 0) return { x: 0, y: 0 }
  return {
    x: Math.max(...roots.map(({ x, w }) => x + w)) + gap,
    y: Math.min(...roots.map(({ y }) => y)),
  }
}
