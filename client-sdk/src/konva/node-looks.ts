import type { CanvasNode } from '../canvas/node.ts'

/** Where a node is, which the binding sets by itself. */
const place = new Set(['x', 'y', 'parent', 'z', 'rotation'])

/** Whether the two versions of a node differ in their place at most, so that nothing has to be drawn anew. */
export function looksAlike(before: CanvasNode, after: CanvasNode): boolean {
  if (before === after) return true
  const old = before as unknown as Record<string, unknown>
  for (const [key, value] of Object.entries(after))
    if (!place.has(key) && key !== 'data' && old[key] !== value) return false
  return sameValues(before.data, after.data)
}

function sameValues(
  left: Readonly<Record<string, unknown>>,
  right: Readonly<Record<string, unknown>>,
): boolean {
  const keys = Object.keys(right)
  return keys.length === Object.keys(left).length && keys.every((key) => left[key] === right[key])
}
