import type { Nodes } from '../canvas/nodes.ts'
import { toFixed } from '../protocol/cursor.ts'
import type { FixedRect } from '../protocol/view.ts'

/** What these nodes and everything in them cover, so that the server knows who sees them. Angles count by the circle around a node. */
export function boundsOf(
  ids: readonly string[],
  nodes: Pick<Nodes, 'get' | 'childrenOf' | 'placeOf'>,
): FixedRect {
  let left = Infinity
  let top = Infinity
  let right = -Infinity
  let bottom = -Infinity
  const seen = new Set<string>()
  const waiting = ids.map((id) => ({ id, place: nodes.placeOf(id) }))
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { id, place } = next
    const node = nodes.get(id)
    if (!node || !place || seen.has(id)) continue
    seen.add(id)
    const { w, h, rotation } = node
    const { x, y } = place
    const reach =
      rotation === 0 ? { x: w / 2, y: h / 2 } : { x: Math.hypot(w, h) / 2, y: Math.hypot(w, h) / 2 }
    left = Math.min(left, x + w / 2 - reach.x)
    top = Math.min(top, y + h / 2 - reach.y)
    right = Math.max(right, x + w / 2 + reach.x)
    bottom = Math.max(bottom, y + h / 2 + reach.y)
    for (const child of nodes.childrenOf(id)) {
      const inside = nodes.get(child)
      if (inside) waiting.push({ id: child, place: { x: x + inside.x, y: y + inside.y } })
    }
  }
  if (seen.size === 0) return nowhere
  return { left: toFixed(left), top: toFixed(top), right: toFixed(right), bottom: toFixed(bottom) }
}

const nowhere: FixedRect = { left: 0, top: 0, right: 0, bottom: 0 }
