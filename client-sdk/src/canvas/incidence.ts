/** Which edges touch which node, kept up to date from single changes. */
export class Incidence {
  private readonly endsByEdge = new Map<string, readonly [string, string]>()
  private readonly edgesByNode = new Map<string, Set<string>>()

  edgesAt(nodeId: string): ReadonlySet<string> {
    return this.edgesByNode.get(nodeId) ?? none
  }

  /** The edge has these ends now, or none any more. */
  set(edgeId: string, ends: readonly [source: string, target: string] | undefined): void {
    for (const node of this.endsByEdge.get(edgeId) ?? []) {
      const edges = this.edgesByNode.get(node)
      edges?.delete(edgeId)
      if (edges?.size === 0) this.edgesByNode.delete(node)
    }
    if (!ends) {
      this.endsByEdge.delete(edgeId)
      return
    }
    this.endsByEdge.set(edgeId, ends)
    for (const node of ends) {
      const edges = this.edgesByNode.get(node)
      if (edges) edges.add(edgeId)
      else this.edgesByNode.set(node, new Set([edgeId]))
    }
  }
}

const none: ReadonlySet<string> = new Set()
