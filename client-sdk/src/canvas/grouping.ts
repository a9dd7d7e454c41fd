import type { Collection } from './collection.ts'
import type { Gate } from './gate.ts'
import type { Hierarchy } from './hierarchy.ts'
import type { CanvasNode, NewNode, NodeChange } from './node.ts'
import { orderKeysBetween } from './order-key.ts'

/** A position on the canvas or in a parent. */
export interface Place {
  readonly x: number
  readonly y: number
}

/** What the group of `nodes.group` is to be. Position and size are those of the box around its nodes unless they are given. */
export type NewGroup = Omit<NewNode, 'parent'>

/** The node verbs that grouping is made of. */
export interface NodeVerbs {
  create(node: NewNode): string
  update(id: string, change: NodeChange): boolean
  remove(id: string): void
}

/** Moves nodes between parents without moving them on the canvas. */
export class Grouping {
  private readonly items: Collection<CanvasNode>
  private readonly hierarchy: Hierarchy
  private readonly gate: Gate
  private readonly verbs: NodeVerbs

  constructor(items: Collection<CanvasNode>, hierarchy: Hierarchy, gate: Gate, verbs: NodeVerbs) {
    this.items = items
    this.hierarchy = hierarchy
    this.gate = gate
    this.verbs = verbs
  }

  setParent(ids: Iterable<string>, parent: string): boolean {
    const nodes = this.outermost(ids)
    if (parent !== '' && !this.hierarchy.has(parent))
      return this.gate.refuse('gone', 'the node that was to be the parent is gone', { nodes: [parent] })
    if (nodes.length === 0 || nodes.some((id) => this.hierarchy.isWithin(parent, id))) return false
    const moving = nodes.filter((id) => this.items.committed(id)?.parent !== parent)
    const order = orderKeysBetween(this.hierarchy.frontOf(parent), null, moving.length)
    return this.gate.edit({ nodes: moving }, () => {
      for (const [index, id] of moving.entries()) this.rehome(id, parent, order[index]!)
    })
  }

  group(ids: Iterable<string>, group: NewGroup): string | undefined {
    const nodes = this.outermost(ids)
    const front = nodes.at(-1)
    if (front === undefined) return undefined
    const parents = new Set(nodes.map((id) => this.hierarchy.parentOf(id)))
    const parent = parents.size === 1 ? this.hierarchy.parentOf(front) : ''
    let made: string | undefined
    this.gate.edit({ nodes }, () => {
      const z = parents.size === 1 ? this.orderAbove(front, 1)[0]! : undefined
      const id = this.verbs.create({
        ...this.boxAround(nodes, parent),
        ...(z !== undefined && { z }),
        ...group,
        parent,
      })
      // The schema may have refused it.
      if (!this.hierarchy.has(id)) return
      made = id
      this.setParent(nodes, id)
    })
    return made
  }

  ungroup(id: string): string[] {
    const children = [...this.hierarchy.childrenOf(id)]
    if (!this.hierarchy.has(id)) return []
    const parent = this.hierarchy.parentOf(id)
    const isDone = this.gate.edit({ nodes: [id, ...children] }, () => {
      const order = this.orderAbove(id, children.length)
      for (const [index, child] of children.entries()) this.rehome(child, parent, order[index]!)
      this.verbs.remove(id)
    })
    return isDone ? children : []
  }

  private rehome(id: string, parent: string, z: string): void {
    const at = this.committedPlace(id)
    const origin = this.committedPlace(parent)
    this.verbs.update(id, { parent, x: at.x - origin.x, y: at.y - origin.y, z })
  }

  /** Keys right above a node, below the sibling that is above it now. */
  private orderAbove(id: string, count: number): string[] {
    const z = this.hierarchy.zOf(id)
    const above = this.hierarchy
      .childrenOf(this.hierarchy.parentOf(id))
      .find((each) => this.hierarchy.zOf(each) > z)
    return orderKeysBetween(z, above === undefined ? null : this.hierarchy.zOf(above), count)
  }

  /** The outermost of those that are there. */
  private outermost(ids: Iterable<string>): string[] {
    return this.inPaintOrder(this.hierarchy.outermost(ids).filter((id) => this.items.committed(id)))
  }

  private inPaintOrder(ids: string[]): string[] {
    if (ids.length < 2) return ids
    const wanted = new Set(ids)
    return this.hierarchy.inOrder().filter((id) => wanted.has(id))
  }

  private boxAround(
    ids: readonly string[],
    parent: string,
  ): Place & { readonly w: number; readonly h: number } {
    const origin = this.committedPlace(parent)
    const boxes = ids.map((id) => ({ ...this.items.committed(id)!, ...this.committedPlace(id) }))
    const x = Math.min(...boxes.map((box) => box.x))
    const y = Math.min(...boxes.map((box) => box.y))
    const w = Math.max(...boxes.map((box) => box.x + box.w)) - x
    const h = Math.max(...boxes.map((box) => box.y + box.h)) - y
    return { x: x - origin.x, y: y - origin.y, w, h }
  }

  private committedPlace(id: string): Place {
    return placeOf(id, this.hierarchy, (each) => this.items.committed(each)) ?? { x: 0, y: 0 }
  }
}

/** Where a node lies on the canvas, through all its parents; undefined where there is none. */
export function placeOf(
  id: string,
  hierarchy: Hierarchy,
  read: (id: string) => CanvasNode | undefined,
): Place | undefined {
  const node = read(id)
  if (!node) return undefined
  let { x, y } = node
  for (const ancestor of hierarchy.ancestorsOf(id)) {
    const each = read(ancestor)
    x += each?.x ?? 0
    y += each?.y ?? 0
  }
  return { x, y }
}
