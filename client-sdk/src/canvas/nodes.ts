import * as Y from 'yjs'
import type { Collection } from './collection.ts'
import type { Edges } from './edges.ts'
import type { Gate } from './gate.ts'
import { Grouping, placeOf, type NewGroup, type Place } from './grouping.ts'
import type { Hierarchy } from './hierarchy.ts'
import type { ItemData } from './item-data.ts'
import { changeNodeEntry, newNodeEntry, type CanvasNode, type NewNode, type NodeChange } from './node.ts'
import { orderKeysBetween } from './order-key.ts'
import { Stacking } from './stacking.ts'

/** What the nodes of a canvas are made of. */
export interface NodeParts {
  readonly items: Collection<CanvasNode>
  readonly data: ItemData
  readonly edges: Edges
  readonly hierarchy: Hierarchy
  readonly gate: Gate
  newId(): string
  /** The entry was written. */
  wrote(id: string): void
  /** Something of the node changed that is not in the document. */
  touched(id: string): void
}

/**
 * The nodes of a canvas. Edits are local at once and reach the others with the next batch; none throws for being offline,
 * for what others did meanwhile, for the schema or for the role: `room.onReject` hears of the last two.
 */
export class Nodes {
  private readonly parts: NodeParts
  private readonly grouping: Grouping
  private readonly stacking: Stacking

  constructor(parts: NodeParts) {
    this.parts = parts
    const { items, hierarchy, gate } = parts
    this.grouping = new Grouping(items, hierarchy, gate, this)
    this.stacking = new Stacking(hierarchy, gate, (id, z) => void this.update(id, { z }))
  }

  get size(): number {
    return this.parts.items.root.size
  }

  /** As it is on the screen: what the document says, and over it the gestures of everybody. */
  get(id: string): CanvasNode | undefined {
    return this.parts.items.get(id)
  }

  /** As the document says, without anybody's gestures. */
  committed(id: string): CanvasNode | undefined {
    return this.parts.items.committed(id)
  }

  has(id: string): boolean {
    return this.parts.items.committed(id) !== undefined
  }

  /** Every node, in no particular order. */
  all(): IterableIterator<CanvasNode> {
    return this.parts.items.all()
  }

  /** Ids of all nodes in painting order: the back first, parents before what lies in them, siblings by z, then by id. */
  inOrder(): readonly string[] {
    return this.parts.hierarchy.inOrder()
  }

  /** Ids of what lies directly in a node, back to front; '' is the canvas, which also holds nodes whose parent is missing. */
  childrenOf(id: string): string[] {
    return [...this.parts.hierarchy.childrenOf(id)]
  }

  /** Ids of everything that lies in a node, parents before children. */
  descendantsOf(id: string): string[] {
    return this.parts.hierarchy.descendantsOf(id)
  }

  /**
   * Where a node is on the canvas, through all its parents; x and y of the node itself are relative to its parent. A parent's
   * rotation does not move what lies in it.
   */
  placeOf(id: string): Place | undefined {
    return placeOf(id, this.parts.hierarchy, (each) => this.get(each))
  }

  /**
   * Creates a node in front of its siblings unless `z` says otherwise.
   * @returns its id. Where the schema or the role does not allow it, nothing is made, and `room.onReject` names the id.
   * @throws Error when the id exists, RangeError for a number that is not finite and for the id '', which is the canvas.
   * @example room.nodes.create({ type: 'aws.ec2', x: 10, y: 20, w: 96, h: 64, data: { label: 'web-1' } })
   */
  create(node: NewNode): string {
    const { items, data, gate, hierarchy } = this.parts
    const id = node.id ?? this.parts.newId()
    if (id === '') throw new RangeError("a node's id must not be empty: '' is the canvas")
    if (items.root.has(id)) throw new Error(`a node with the id ${JSON.stringify(id)} exists`)
    const violation = data.violation(node.type, true, node.data)
    if (violation) {
      gate.refuse('schema', violation, { nodes: [id] })
      return id
    }
    const entry = newNodeEntry(node, node.z ?? this.zInFront(hierarchy, node.parent ?? ''), data)
    gate.edit({ nodes: [id] }, () => {
      items.root.set(id, entry)
      data.keepLocal(id, node.type, node.data)
      this.parts.wrote(id)
    })
    return id
  }

  /**
   * @returns false when there is no such node (any more): somebody may have deleted it, which is no error. Also false, with
   * nothing changed, for a parent that lies in the node, and when the schema or the role does not allow the change: of the
   * last two `room.onReject` hears.
   */
  update(id: string, change: NodeChange): boolean {
    const { items, data, gate, hierarchy } = this.parts
    const node = items.committed(id)
    if (!node) return false
    const { parent } = change
    if (parent && parent !== node.parent && hierarchy.isWithin(parent, id)) return false
    const violation = data.violation(node.type, false, change.data)
    if (violation) return gate.refuse('schema', violation, { nodes: [id] })
    if (data.keepLocal(id, node.type, change.data)) this.parts.touched(id)
    if (Object.keys(change).every((key) => key === 'data') && !data.isShared(node.type, change.data))
      return true
    return gate.edit({ nodes: [id] }, () => {
      if (changeNodeEntry(items.root.get(id) as Y.Map<unknown>, node, change, data)) this.parts.wrote(id)
    })
  }

  /**
   * Removes nodes with everything in them and with the edges that touch any of it, in one transaction. Unknown ids are
   * ignored.
   */
  remove(ids: string | Iterable<string>): void {
    const { items, edges, gate, hierarchy } = this.parts
    // '' is the canvas: nobody means all of it.
    const known = (typeof ids === 'string' ? [ids] : [...ids]).filter((id) => id !== '' && items.root.has(id))
    const all = hierarchy.withDescendants(known)
    if (all.size === 0) return
    gate.edit({ nodes: [...all] }, () => {
      edges.remove(new Set([...all].flatMap((id) => edges.idsAt(id))))
      for (const id of all) {
        items.root.delete(id)
        this.parts.wrote(id)
      }
    })
  }

  /**
   * Puts nodes into another parent, in front of what is there, without moving them on the canvas. Of nodes that lie in each
   * other only the outermost is put there and keeps its content.
   * @param parent '' is the canvas.
   * @returns false, with nothing changed, when none of the nodes is there (any more), when the parent is gone
   * (`room.onReject` hears that), and when it is one of the nodes or lies in one.
   */
  setParent(ids: Iterable<string>, parent: string): boolean {
    return this.grouping.setParent(ids, parent)
  }

  /**
   * Makes a node around others, where the frontmost of them is, and puts them into it. They stay where they are.
   * @returns the new node's id, undefined when none of the nodes is there (any more) or it may not be made.
   * @example room.nodes.group(room.selection.get(), { type: 'group', data: { label: 'Backend' } })
   */
  group(ids: Iterable<string>, group: NewGroup): string | undefined {
    return this.grouping.group(ids, group)
  }

  /**
   * Puts everything in a node into that node's parent, where it is on the canvas, and removes the node with its edges.
   * @returns the ids of what was in it.
   */
  ungroup(id: string): string[] {
    return this.grouping.ungroup(id)
  }

  /** In front of all siblings, in the order they have. @returns false when none of the nodes is there (any more). */
  bringToFront(ids: Iterable<string>): boolean {
    return this.stacking.move(ids, 'front')
  }

  /** Behind all siblings. @returns like `bringToFront`. */
  sendToBack(ids: Iterable<string>): boolean {
    return this.stacking.move(ids, 'back')
  }

  /** In front of the next sibling that is in front of it. @returns like `bringToFront`. */
  bringForward(ids: Iterable<string>): boolean {
    return this.stacking.move(ids, 'forward')
  }

  /** Behind the next sibling that is behind it. @returns like `bringToFront`. */
  sendBackward(ids: Iterable<string>): boolean {
    return this.stacking.move(ids, 'backward')
  }

  /**
   * The collaborative text under a data key whose merge kind in the schema is `text`, for an editor to bind to; `data` shows
   * it as a string. It is made with the node; for a node that was made without it, here.
   * @returns undefined when there is no such node (any more), or its key holds no text.
   */
  text(id: string, key: string): Y.Text | undefined {
    const { items, data, gate } = this.parts
    const entry = items.root.get(id)
    const node = items.committed(id)
    if (!node || !(entry instanceof Y.Map)) return undefined
    const known = data.knownText(entry, key)
    if (known || data.mergeOf(node.type, key) !== 'text') return known
    gate.edit({ nodes: [id] }, () => {
      data.text(entry, node.type, key)
      this.parts.wrote(id)
    })
    return data.knownText(entry, key)
  }

  /** Calls back with the node whenever it changed, at most once per animation frame; with undefined once it is removed. */
  subscribe(id: string, listener: (node: CanvasNode | undefined) => void): () => void {
    return this.parts.items.subscribe(id, listener)
  }

  private zInFront(hierarchy: Hierarchy, parent: string): string {
    return orderKeysBetween(hierarchy.frontOf(hierarchy.has(parent) ? parent : ''), null, 1)[0]!
  }
}
