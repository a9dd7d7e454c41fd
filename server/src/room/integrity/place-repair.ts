import { maxCoordinate } from '@coplane/client/model/layout'
import type { CanvasIndex, Place } from './canvas-index.ts'
import type { Hanging } from './hanging.ts'
import type { Placed } from './sibling-order.ts'

/** Puts a node on the canvas itself, at a position of the canvas. */
export type PutOnCanvas = (node: Placed, x: number, y: number) => void

/** Nodes whose parent is gone stay where they were last seen. @returns how many. */
export function repairParents(index: CanvasIndex, hanging: Hanging, putOnCanvas: PutOnCanvas): number {
  const orphans = new Set<Placed>()
  for (const id of hanging.removed)
    // '' as a parent is the canvas, even if somebody made and removed a node of that name.
    if (id !== '' && !index.node(id)) for (const child of index.order(id)?.all() ?? []) orphans.add(child)
  for (const node of hanging.hung)
    if (node.parent !== '' && index.node(node.id) && !index.node(node.parent)) orphans.add(node)
  for (const node of orphans) {
    // A parent that nobody remembers cannot tell where its child is; then the child stays where it was before.
    const isRemembered = index.lastPlace(node.parent) !== undefined
    const { x, y } = onCanvas(isRemembered ? node : (hanging.before.get(node.id) ?? node), index, hanging)
    putOnCanvas(node, x, y)
  }
  return orphans.size
}

/** Every cycle of parents is cut at its node with the greatest id. @returns how many. */
export function repairCycles(index: CanvasIndex, hanging: Hanging, putOnCanvas: PutOnCanvas): number {
  let cycles = 0
  const sound = new Set<string>()
  for (const start of hanging.hung) {
    const path = new Set<string>()
    let id = start.id
    while (id !== '' && !sound.has(id) && !path.has(id)) {
      path.add(id)
      id = index.node(id)?.parent ?? ''
    }
    if (path.has(id)) {
      const node = index.node(greatestInCycle(index, id))!
      const { x, y } = onCanvas(hanging.before.get(node.id) ?? node, index, hanging)
      putOnCanvas(node, x, y)
      cycles++
    }
    for (const each of path) sound.add(each)
    hanging.looked += path.size
  }
  return cycles
}

function greatestInCycle(index: CanvasIndex, start: string): string {
  let greatest = start
  for (let id = index.node(start)!.parent; id !== start; id = index.node(id)!.parent)
    if (id > greatest) greatest = id
  return greatest
}

/** Where a place is on the canvas, through the parents as they were when it was last right. */
function onCanvas(place: Place, index: CanvasIndex, hanging: Hanging): { x: number; y: number } {
  let { x, y, parent } = place
  const seen = new Set<string>()
  while (parent !== '') {
    if (seen.has(parent)) return { x: place.x, y: place.y }
    seen.add(parent)
    const above = hanging.before.get(parent) ?? index.lastPlace(parent)
    if (!above) break
    x += above.x
    y += above.y
    parent = above.parent
  }
  hanging.looked += seen.size
  return { x: bounded(x), y: bounded(y) }
}

/** Quarter units, as the SDK writes them. */
function bounded(value: number): number {
  return Math.round(Math.min(Math.max(value, -maxCoordinate), maxCoordinate) * 4) / 4
}
