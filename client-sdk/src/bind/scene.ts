import type { CanvasNode } from '../canvas/node.ts'
import type { BoundNode } from './bound.ts'
import { encloses, turnedBounds, turnedContains, type Box, type Point } from './box.ts'
import { SpatialIndex } from './spatial-index.ts'

/** What the scene needs to know of the room's nodes. */
export interface SceneNodes {
  /** The node as it is to be shown now. */
  nodeOf(id: string): CanvasNode | undefined
  /** Ids back to front, parents before what lies in them; another array whenever that changed. */
  inOrder(): readonly string[]
}

interface Entry {
  readonly id: string
  node: CanvasNode
  /** Undefined on the canvas, and while the parent that the node names is not there or lies inside it. */
  parent: Entry | undefined
  readonly children: Set<Entry>
  item: BoundNode
  /** False until `item` says where it lies. */
  placed: boolean
  /** Position in the order that `ordered` names. */
  position: number
}

/** Every node at its place on the canvas and in a spatial index, kept up to date from what changed. */
export class Scene {
  private readonly entries = new Map<string, Entry>()
  /** Entries whose parent is missing, or lies inside of them; the server repairs both a moment later. */
  private readonly adrift = new Set<Entry>()
  private readonly index = new SpatialIndex<Entry>()
  private readonly nodes: SceneNodes
  /** The order that the entries' positions are of. */
  private ordered: readonly string[] = []

  constructor(nodes: SceneNodes) {
    this.nodes = nodes
  }

  get size(): number {
    return this.entries.size
  }

  get(id: string): BoundNode | undefined {
    return this.entries.get(id)?.item
  }

  *all(): IterableIterator<BoundNode> {
    for (const { item } of this.entries.values()) yield item
  }

  /**
   * Takes in nodes that may have changed, came or went.
   * @returns what moved or changed, the contents of moved nodes included, in paint order; and what went.
   */
  apply(ids: Iterable<string>): {
    readonly changed: readonly BoundNode[]
    readonly removed: readonly BoundNode[]
  } {
    const removed: BoundNode[] = []
    const stale: Entry[] = []
    const unattached: Entry[] = []
    for (const id of ids) {
      const node = this.nodes.nodeOf(id)
      const entry = this.entries.get(id)
      if (node && entry?.node === node) continue
      if (node) {
        const isAttached = entry?.node.parent === node.parent
        const current = entry ?? this.add(node)
        current.node = node
        stale.push(current)
        if (!isAttached) unattached.push(current)
      } else if (entry) {
        removed.push(entry.item)
        for (const child of entry.children) unattached.push(child)
        this.remove(entry)
      }
    }
    // A parent may have come after its children, and a cycle may be one no longer.
    if (unattached.length > 0 || stale.length > 0) for (const entry of this.adrift) unattached.push(entry)
    for (const entry of unattached) if (this.attach(entry)) stale.push(entry)
    const changed = new Set<Entry>()
    for (const entry of stale) this.place(entry, changed)
    return { changed: this.inOrder([...changed]), removed }
  }

  /** What touches the rectangle, in paint order. */
  touching(rect: Box): BoundNode[] {
    return this.inOrder(this.index.within(rect))
  }

  /** What lies in the rectangle as a whole, in paint order. */
  inside(rect: Box): BoundNode[] {
    return this.touching(rect).filter((item) => encloses(rect, turnedBounds(item, item.node.rotation)))
  }

  /** What lies under the point, the topmost first. */
  under(point: Point): BoundNode[] {
    const [x, y] = point
    return this.touching({ x, y, w: 0, h: 0 }).reduceRight<BoundNode[]>((hit, item) => {
      if (turnedContains(item, item.node.rotation, point)) hit.push(item)
      return hit
    }, [])
  }

  private add(node: CanvasNode): Entry {
    const { id } = node
    const item: BoundNode = { kind: 'node', id, node, x: 0, y: 0, w: 0, h: 0, depth: 0 }
    const entry: Entry = {
      id,
      node,
      parent: undefined,
      children: new Set(),
      item,
      placed: false,
      position: 0,
    }
    this.entries.set(id, entry)
    // Its position is yet to be looked up, whatever the room's order was when the others' were.
    this.ordered = []
    return entry
  }

  private remove(entry: Entry): void {
    this.entries.delete(entry.id)
    this.adrift.delete(entry)
    entry.parent?.children.delete(entry)
    this.index.delete(entry)
  }

  /** Hangs the entry where its node says, or on the canvas while that cannot be. @returns whether that is elsewhere than before. */
  private attach(entry: Entry): boolean {
    if (this.entries.get(entry.id) !== entry) return false
    const wanted = entry.node.parent ? this.entries.get(entry.node.parent) : undefined
    const parent = wanted && !isWithin(wanted, entry) ? wanted : undefined
    if (entry.node.parent && !parent) this.adrift.add(entry)
    else this.adrift.delete(entry)
    if (entry.parent === parent) return false
    entry.parent?.children.delete(entry)
    entry.parent = parent
    parent?.children.add(entry)
    return true
  }

  /** Works out where the entry lies now, and its contents if it moved. */
  private place(first: Entry, changed: Set<Entry>): void {
    const due = [first]
    for (let entry = due.pop(); entry; entry = due.pop()) {
      const { node, parent, item, placed } = entry
      // Its turn comes with its parent's.
      if (parent && !parent.placed) continue
      const x = node.x + (parent ? parent.item.x : 0)
      const y = node.y + (parent ? parent.item.y : 0)
      const depth = parent ? parent.item.depth + 1 : 0
      const moved = !placed || item.x !== x || item.y !== y || item.depth !== depth
      if (!moved && item.node === node) continue
      const { id, w, h } = node
      entry.item = Object.freeze({ kind: 'node', id, node, x, y, w, h, depth })
      entry.placed = true
      changed.add(entry)
      this.index.put(entry, turnedBounds(entry.item, node.rotation))
      if (moved) for (const child of entry.children) due.push(child)
    }
  }

  private inOrder(entries: Entry[]): BoundNode[] {
    const order = this.nodes.inOrder()
    if (order !== this.ordered) {
      this.ordered = order
      for (const [position, id] of order.entries()) {
        const entry = this.entries.get(id)
        if (entry) entry.position = position
      }
    }
    return entries.sort((a, b) => a.position - b.position).map(({ item }) => item)
  }
}

function isWithin(entry: Entry, outer: Entry): boolean {
  for (let each: Entry | undefined = entry; each; each = each.parent) if (each === outer) return true
  return false
}
