import type { CanvasNode, ChangeSet, Room } from '@coplane/client'
import type { Box, Point } from './box.ts'
import { bounds, contains } from './box.ts'
import { Grid } from './grid.ts'
import type { Kind } from './kinds.ts'
import { kindOf } from './kinds.ts'

/** A node where it lies on the canvas itself: the document keeps it relative to its parent. */
export interface Item extends Box {
  readonly id: string
  readonly node: CanvasNode
  readonly kind: Kind
  /** 0 on the canvas, 1 in a group, and so on. Paints above what is less deep. */
  readonly depth: number
  /** Paint order among all items. */
  readonly order: number
}

type Placed = { -readonly [Key in keyof Item]: Item[Key] }

/** Deeper than any sensible nesting; ends the walk in a parent cycle, which the server repairs a moment later. */
const maxDepth = 32

/** Every node of the room, in canvas coordinates, kept up to date from change sets. */
export class Scene {
  readonly #room: Room
  readonly #items = new Map<string, Placed>()
  readonly #children = new Map<string, Set<Placed>>()
  readonly #groups = new Set<Placed>()
  readonly #cards = new Grid<Item>()
  #unordered = false

  constructor(room: Room) {
    this.#room = room
  }

  get size(): number {
    return this.#items.size
  }

  get(id: string): Item | undefined {
    return this.#items.get(id)
  }

  all(): IterableIterator<Item> {
    return this.#items.values()
  }

  get groups(): ReadonlySet<Item> {
    return this.#groups
  }

  /** Applies a change set and returns every item that moved with it, the contents of moved groups included. */
  apply(changes: ChangeSet['nodes']): ReadonlySet<Item> {
    for (const id of changes.removed) this.#remove(id)
    const touched: Placed[] = []
    for (const list of [changes.added, changes.updated])
      for (const id of list) {
        const item = this.#take(id)
        if (item) touched.push(item)
      }
    const moved = new Set<Item>()
    for (const item of touched) this.#place(item, 0, moved)
    return moved
  }

  bounds(): Box | undefined {
    return bounds(this.#items.values())
  }

  /** The cards that touch the box. */
  cardsWithin(box: Box): Item[] {
    return this.#cards.within(box)
  }

  /** The topmost card at a point. */
  cardAt([x, y]: Point): Item | undefined {
    this.order()
    return topmost(this.#cards.within({ x, y, w: 0, h: 0 }))
  }

  /** The innermost group around a point, without those that `excluded` names. */
  groupAt([x, y]: Point, excluded?: ReadonlySet<string>): Item | undefined {
    this.order()
    return topmost([...this.#groups].filter((group) => contains(group, x, y) && !excluded?.has(group.id)))
  }

  /** The nodes themselves and everything inside them. */
  withContents(ids: Iterable<string>): Set<string> {
    const all = new Set<string>()
    const visit = (id: string): void => {
      if (all.has(id)) return
      all.add(id)
      for (const child of this.#children.get(id) ?? []) visit(child.id)
    }
    for (const id of ids) visit(id)
    return all
  }

  /** Those of the nodes that do not move along with another one of them. */
  outermost(ids: ReadonlySet<string>): string[] {
    return [...ids].filter((id) => {
      let parent = this.#items.get(id)?.node.parent
      for (let depth = 0; parent && depth < maxDepth; depth++) {
        if (ids.has(parent)) return false
        parent = this.#items.get(parent)?.node.parent
      }
      return true
    })
  }

  /** Brings `order` up to date: by depth, then by the document's z, then by id. */
  order(): void {
    if (!this.#unordered) return
    this.#unordered = false
    const sorted = [...this.#items.values()].sort(
      (a, b) => a.depth - b.depth || compare(a.node.z, b.node.z) || compare(a.id, b.id),
    )
    sorted.forEach((item, index) => (item.order = index))
  }

  #take(id: string): Placed | undefined {
    const node = this.#room.nodes.get(id)
    const known = this.#items.get(id)
    if (!node || known?.node === node) return undefined
    const { parent, z } = node
    if (known) {
      if (known.node.parent !== parent) {
        this.#children.get(known.node.parent)?.delete(known)
        this.#adopt(parent, known)
      }
      if (known.node.z !== z) this.#unordered = true
      known.node = node
      return known
    }
    const item: Placed = { id, node, kind: kindOf(node.type), x: 0, y: 0, w: 0, h: 0, depth: -1, order: 0 }
    this.#items.set(id, item)
    if (item.kind.header > 0) this.#groups.add(item)
    this.#adopt(parent, item)
    return item
  }

  #adopt(parent: string, item: Placed): void {
    const siblings = this.#children.get(parent)
    if (siblings) siblings.add(item)
    else this.#children.set(parent, new Set([item]))
  }

  #place(item: Placed, guard: number, moved: Set<Item>): void {
    const parent = item.node.parent ? this.#items.get(item.node.parent) : undefined
    const x = item.node.x + (parent?.x ?? 0)
    const y = item.node.y + (parent?.y ?? 0)
    const depth = parent ? parent.depth + 1 : 0
    const { w, h } = item.node
    if (item.x === x && item.y === y && item.w === w && item.h === h && item.depth === depth) return
    if (item.depth !== depth) this.#unordered = true
    Object.assign(item, { x, y, w, h, depth })
    moved.add(item)
    if (item.kind.header === 0) this.#cards.put(item)
    if (guard < maxDepth)
      for (const child of this.#children.get(item.id) ?? []) this.#place(child, guard + 1, moved)
  }

  #remove(id: string): void {
    const item = this.#items.get(id)
    // Removed and put back within one change set (an undo, say): then it is still there.
    if (!item || this.#room.nodes.has(id)) return
    this.#items.delete(id)
    this.#groups.delete(item)
    this.#cards.delete(item)
    this.#children.get(item.node.parent)?.delete(item)
    for (const child of this.#children.get(id) ?? []) this.#place(child, 1, new Set())
  }
}

function topmost(items: readonly Item[]): Item | undefined {
  return items.reduce<Item | undefined>(
    (top, item) => (!top || item.order > top.order ? item : top),
    undefined,
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
