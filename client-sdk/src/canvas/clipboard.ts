import { checkClip, clipEdge, clipNode, type Clip, type PasteOptions } from './clip.ts'
import type { Edges } from './edges.ts'
import type { Gate } from './gate.ts'
import { placeOf } from './grouping.ts'
import type { Hierarchy } from './hierarchy.ts'
import type { ItemData } from './item-data.ts'
import type { Nodes } from './nodes.ts'

/** Copies pieces of a canvas into plain JSON and back. */
export class Clipboard {
  private readonly nodes: Nodes
  private readonly edges: Edges
  private readonly hierarchy: Hierarchy
  private readonly gate: Gate
  private readonly nodeData: ItemData
  private readonly edgeData: ItemData

  constructor(
    nodes: Nodes,
    edges: Edges,
    hierarchy: Hierarchy,
    gate: Gate,
    data: { readonly nodes: ItemData; readonly edges: ItemData },
  ) {
    this.nodes = nodes
    this.edges = edges
    this.hierarchy = hierarchy
    this.gate = gate
    this.nodeData = data.nodes
    this.edgeData = data.edges
  }

  copy(ids: Iterable<string>): Clip {
    const outermost = new Set(this.hierarchy.outermost(ids))
    const all = this.hierarchy.withDescendants(outermost)
    const ordered = this.hierarchy.inOrder().filter((id) => all.has(id) && this.nodes.has(id))
    const edges = ordered
      .flatMap((id) => this.edges.of(id).filter(({ source }) => source[0] === id))
      .filter(({ target }) => all.has(target[0]))
    return {
      coplane: 'clip',
      nodes: ordered.map((id) => {
        const node = this.nodes.committed(id)!
        const place = outermost.has(id)
          ? placeOf(id, this.hierarchy, (each) => this.nodes.committed(each))
          : undefined
        return clipNode(node, (key) => this.nodeData.mergeOf(node.type, key) === 'local', place)
      }),
      edges: edges.map((edge) => clipEdge(edge, (key) => this.edgeData.mergeOf(edge.type, key) === 'local')),
    }
  }

  paste(value: Clip, options: PasteOptions): string[] {
    const clip = checkClip(value)
    const copies = new Map<string, string>()
    const outermost: string[] = []
    this.gate.edit({}, () => {
      for (const { id, place, z, ...node } of clip.nodes) {
        // What lay in a node that the schema refused is left out with it.
        const parent = place ? this.parentFor(node.parent, options.parent) : copies.get(node.parent)
        if (parent === undefined) continue
        const origin = place && this.originOf(parent)
        const made = this.nodes.create({
          ...node,
          parent,
          ...(place && origin
            ? { x: place[0] + (options.dx ?? 0) - origin.x, y: place[1] + (options.dy ?? 0) - origin.y }
            : { z }),
        })
        if (!this.nodes.has(made)) continue
        copies.set(id, made)
        if (place) outermost.push(made)
      }
      for (const { source, target, ...edge } of clip.edges) {
        const [from, to] = [copies.get(source[0]), copies.get(target[0])]
        if (from !== undefined && to !== undefined)
          this.edges.create({ ...edge, source: [from, source[1]], target: [to, target[1]] })
      }
    })
    return outermost
  }

  private parentFor(copied: string, wanted: string | undefined): string {
    const parent = wanted ?? copied
    return this.nodes.has(parent) ? parent : ''
  }

  private originOf(parent: string): { readonly x: number; readonly y: number } {
    return placeOf(parent, this.hierarchy, (each) => this.nodes.committed(each)) ?? { x: 0, y: 0 }
  }
}
