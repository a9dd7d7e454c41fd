import type { CanvasNode } from '../canvas/node.ts'
import type { BoundNode } from './bound.ts'
import { encloses, turnedBounds, turnedContains, type Box, type Point } from './box.ts'
import { Siblings } from './siblings.ts'
import { SpatialIndex } from './spatial-index.ts'

interface Entry {
  readonly id: string
  node: CanvasNode
  z: string
  /** Undefined on the canvas, and while the parent that the node names is not there or lies inside it. */
  parent: Entry | undefined
  readonly children: Siblings<Entry>
  item: BoundNode
  /** False until `item` says where it lies. */
  placed: boolean
  /** Paint order among all entries, once `orderAll` ran. */
  order: number
}

/** Every node at its place on the canvas, in paint order and in a spatial index, kept up to date from what changed. */
export class Scene {
  private readonly entries = new Map<string, Entry>()
  private readonly roots = new Siblings<Entry>()
  /** Entries whose parent is missing, or lies inside of them; the server repairs both a moment later. */
  private readonly adrift = new Set<Entry>()
  private readonly index = new SpatialIndex<Entry>()
  private ordered = true

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
   * Takes in nodes that may have changed, came or went: `read` says what they are now.
   * @returns what moved or changed, the contents of moved nodes included, in paint order; and what went.
   */
  apply(
    ids: Iterable<string>,
    read: (id: string) => CanvasNode | undefined,
  ): { readonly changed: readonly BoundNode[]; readonly removed: readonly BoundNode[] } {
    const removed: BoundNode[] = []
    const stale: Entry[] = []
    const unattached: Entry[] = []
    for (const id of ids) {
      const node = read(id)
      const entry = this.entries.get(id)
      if (node && entry?.node === node) continue
      if (node) {
        const attached = entry && this.take(entry, node)
        const current = entry ?? this.add(node)
        stale.push(current)
        if (!attached) unattached.push(current)
      } else if (entry) {
        removed.push(entry.item)
        for (const child of entry.children.values()) unattached.push(child)
        this.remove(entry)
      }
    }
    // A parent may have come after its children, and a cycle may be one no longer.
    if (unattached.length > 0 || stale.length > 0) unattached.push(...this.adrift)
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
    const { id, z } = node
    const item: BoundNode = { kind: 'node', id, node, x: 0, y: 0, w: 0, h: 0, depth: 0 }
    const children = new Siblings<Entry>()
    const entry: Entry = { id, node, z, parent: undefined, children, item, placed: false, order: 0 }
    this.entries.set(id, entry)
    this.roots.add(entry)
    this.ordered = false
    return entry
  }

  /** @returns whether the entry is still where it was in the tree. */
  private take(entry: Entry, node: CanvasNode): boolean {
    const sameParent = entry.node.parent === node.parent
    entry.node = node
    if (entry.z !== node.z) {
      entry.z = node.z
      this.siblingsOf(entry).restack()
      this.ordered = false
    }
    return sameParent
  }

  private remove(entry: Entry): void {
    this.entries.delete(entry.id)
    this.adrift.delete(entry)
    this.siblingsOf(entry).delete(entry)
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
    this.siblingsOf(entry).delete(entry)
    entry.parent = parent
    this.siblingsOf(entry).add(entry)
    this.ordered = false
    return true
  }

  private siblingsOf({ parent }: Entry): Siblings<Entry> {
    return parent ? parent.children : this.roots
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
      if (moved) due.push(...entry.children.values())
    }
  }

  private inOrder(entries: Entry[]): BoundNode[] {
    this.orderAll()
    return entries.sort((a, b) => a.order - b.order).map(({ item }) => item)
  }

  /** A node's contents lie directly above it, and below whatever lies above it. */
  private orderAll(): void {
    if (this.ordered) return
    this.ordered = true
    let order = 0
    const due: Entry[] = []
    const pushAll = (entries: readonly Entry[]): void => {
      // The stack gives back the last one first.
      for (let index = entries.length - 1; index >= 0; index--) due.push(entries[index] as Entry)
    }
    pushAll(this.roots.inOrder())
    for (let entry = due.pop(); entry; entry = due.pop()) {
      entry.order = order++
      pushAll(entry.children.inOrder())
    }
  }
}

function isWithin(entry: Entry, outer: Entry): boolean {
  for (let each: Entry | undefined = entry; each; each = each.parent) if (each === outer) return true
  return false
}
