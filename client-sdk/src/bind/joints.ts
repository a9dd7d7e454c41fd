import type { CanvasEdge } from '../canvas/edge.ts'
import type { BoundEdge, BoundNode } from './bound.ts'

/** Every edge together with the nodes it joins. */
export class Joints {
  private readonly edges = new Map<string, BoundEdge>()

  get(id: string): BoundEdge | undefined {
    return this.edges.get(id)
  }

  all(): IterableIterator<BoundEdge> {
    return this.edges.values()
  }

  /** Takes in edges that may have changed, came or went, or whose nodes did. */
  apply(
    ids: Iterable<string>,
    edgeOf: (id: string) => CanvasEdge | undefined,
    nodeOf: (id: string) => BoundNode | undefined,
  ): { readonly changed: readonly BoundEdge[]; readonly removed: readonly BoundEdge[] } {
    const changed: BoundEdge[] = []
    const removed: BoundEdge[] = []
    for (const id of ids) {
      const known = this.edges.get(id)
      const edge = edgeOf(id)
      const source = edge && nodeOf(edge.source[0])
      const target = edge && nodeOf(edge.target[0])
      if (edge && source && target) {
        if (known?.edge === edge && known.source === source && known.target === target) continue
        const item: BoundEdge = Object.freeze({ kind: 'edge', id, edge, source, target })
        this.edges.set(id, item)
        changed.push(item)
      } else if (known) {
        this.edges.delete(id)
        removed.push(known)
      }
    }
    return { changed, removed }
  }
}
