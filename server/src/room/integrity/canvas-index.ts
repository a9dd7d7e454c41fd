import { roomLimits } from '../room-limits.ts'
import { SiblingOrder, type Placed } from './sibling-order.ts'

export interface Place {
  readonly parent: string
  readonly x: number
  readonly y: number
}

export type Ends = readonly [source: string, target: string]

/** What the repairs must find without looking through the document; kept up to date by them. */
export class CanvasIndex {
  private readonly nodes = new Map<string, Placed>()
  private readonly orders = new Map<string, SiblingOrder>()
  /** Where removed nodes stood: whoever had not heard of the removal may still hang something on them. */
  private readonly removed = new Map<string, Place>()
  private readonly ends = new Map<string, Ends>()
  private readonly touching = new Map<string, Set<string>>()

  /** Nodes and edges. */
  get size(): number {
    return this.nodes.size + this.ends.size
  }

  node(id: string): Placed | undefined {
    return this.nodes.get(id)
  }

  lastPlace(id: string): Place | undefined {
    return this.nodes.get(id) ?? this.removed.get(id)
  }

  order(parent: string): SiblingOrder | undefined {
    return this.orders.get(parent)
  }

  edgesAt(node: string): Iterable<string> {
    return this.touching.get(node) ?? []
  }

  endsOf(edge: string): Ends | undefined {
    return this.ends.get(edge)
  }

  addNode(node: Placed): void {
    this.removed.delete(node.id)
    this.nodes.set(node.id, node)
    this.hang(node)
  }

  removeNode(node: Placed): void {
    this.unhang(node)
    this.nodes.delete(node.id)
    this.removed.set(node.id, { parent: node.parent, x: node.x, y: node.y })
    if (this.removed.size <= roomLimits.removedPlaces) return
    for (const oldest of this.removed.keys()) {
      this.removed.delete(oldest)
      return
    }
  }

  /** Changes the parent or z of a node that is in the index. */
  rehang(node: Placed, parent: string, z: string): void {
    this.unhang(node)
    node.parent = parent
    node.z = z
    this.hang(node)
  }

  setEdge(id: string, ends: Ends | undefined): void {
    const before = this.ends.get(id)
    if (before && ends && before[0] === ends[0] && before[1] === ends[1]) return
    if (before) for (const node of before) this.detach(node, id)
    if (!ends) {
      this.ends.delete(id)
      return
    }
    this.ends.set(id, ends)
    for (const node of ends) {
      let edges = this.touching.get(node)
      if (!edges) this.touching.set(node, (edges = new Set()))
      edges.add(id)
    }
  }

  private detach(node: string, edge: string): void {
    const edges = this.touching.get(node)
    edges?.delete(edge)
    if (edges?.size === 0) this.touching.delete(node)
  }

  private hang(node: Placed): void {
    let order = this.orders.get(node.parent)
    if (!order) this.orders.set(node.parent, (order = new SiblingOrder()))
    order.add(node)
  }

  private unhang(node: Placed): void {
    const order = this.orders.get(node.parent)
    order?.remove(node)
    if (order?.size === 0) this.orders.delete(node.parent)
  }
}
