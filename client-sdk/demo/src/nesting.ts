import type { Room } from '@coplane/client'
import type { CanvasBinding } from '@coplane/client/bind'

/** Deeper than any sensible nesting; ends the walk in a parent cycle, which the server repairs a moment later. */
const maxDepth = 32

/** The nodes themselves and everything inside them, containers before their contents. */
export function withContents(canvas: CanvasBinding, ids: Iterable<string>): Set<string> {
  const children = new Map<string, string[]>()
  for (const { id, node } of canvas.nodes()) {
    const siblings = children.get(node.parent)
    if (siblings) siblings.push(id)
    else children.set(node.parent, [id])
  }
  const all = new Set<string>(ids)
  // A set that grows while it is walked is walked to its end.
  for (const id of all) for (const child of children.get(id) ?? []) all.add(child)
  return all
}

/** Those of the nodes that do not move along with another one of them. */
export function outermost({ nodes }: Room, ids: ReadonlySet<string>): string[] {
  return [...ids].filter((id) => {
    let parent = nodes.get(id)?.parent
    for (let depth = 0; parent && depth < maxDepth; depth++) {
      if (ids.has(parent)) return false
      parent = nodes.get(parent)?.parent
    }
    return true
  })
}
