import type { CanvasNode } from '../canvas/node.ts'
import { toFixed } from '../protocol/cursor.ts'
import type { FixedRect } from '../protocol/view.ts'

/** A canvas as it is shown. */
export interface ShownCanvas {
  nodeOf(id: string): CanvasNode | undefined
  childrenOf(id: string): Iterable<string>
}

/** What these nodes and everything in them cover, so that the server knows who sees them. Angles count by the circle around a node. */
export function boundsOf(ids: readonly string[], canvas: ShownCanvas): FixedRect {
  let left = Infinity
  let top = Infinity
  let right = -Infinity
  let bottom = -Infinity
  const seen = new Set<string>()
  const waiting = ids.map((id) => ({ id, origin: originOf(id, canvas) }))
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { id, origin } = next
    const node = canvas.nodeOf(id)
    if (!node || seen.has(id)) continue
    seen.add(id)
    const { w, h, rotation } = node
    const x = origin.x + node.x
    const y = origin.y + node.y
    const reach =
      rotation === 0 ? { x: w / 2, y: h / 2 } : { x: Math.hypot(w, h) / 2, y: Math.hypot(w, h) / 2 }
    left = Math.min(left, x + w / 2 - reach.x)
    top = Math.min(top, y + h / 2 - reach.y)
    right = Math.max(right, x + w / 2 + reach.x)
    bottom = Math.max(bottom, y + h / 2 + reach.y)
    for (const child of canvas.childrenOf(id)) waiting.push({ id: child, origin: { x, y } })
  }
  if (seen.size === 0) return nowhere
  return { left: toFixed(left), top: toFixed(top), right: toFixed(right), bottom: toFixed(bottom) }
}

const nowhere: FixedRect = { left: 0, top: 0, right: 0, bottom: 0 }

/** Where the node's coordinates count from. A cycle of parents ends where it closes. */
function originOf(id: string, canvas: ShownCanvas): { readonly x: number; readonly y: number } {
  let x = 0
  let y = 0
  const seen = new Set([id])
  let parent = canvas.nodeOf(canvas.nodeOf(id)?.parent ?? '')
  while (parent && !seen.has(parent.id)) {
    seen.add(parent.id)
    x += parent.x
    y += parent.y
    parent = canvas.nodeOf(parent.parent)
  }
  return { x, y }
}
