import type { CanvasNode } from '../canvas/node.ts'

type Placed = Pick<CanvasNode, 'id' | 'parent' | 'z'>

/**
 * Ids in React Flow's order: every parent before its children, siblings from the bottom to the top. Nodes whose parent
 * is not there, or that are their own ancestors, are left out until the server has repaired them.
 */
export function parentsFirst(nodes: Iterable<Placed>): string[] {
  const childrenOf = new Map<string, Placed[]>()
  for (const node of nodes) {
    const siblings = childrenOf.get(node.parent)
    if (siblings) siblings.push(node)
    else childrenOf.set(node.parent, [node])
  }
  const order: string[] = []
  const waiting = [...(childrenOf.get('') ?? [])].sort(downwards)
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    order.push(node.id)
    const children = childrenOf.get(node.id)
    if (children) waiting.push(...children.sort(downwards))
  }
  return order
}

/** From the top to the bottom: the stack above hands out its last one first. */
function downwards(a: Placed, b: Placed): number {
  if (a.z !== b.z) return a.z < b.z ? 1 : -1
  return a.id < b.id ? 1 : -1
}
