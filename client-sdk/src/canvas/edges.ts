import type * as Y from 'yjs'
import type { Collection } from './collection.ts'
import { changeEdgeEntry, newEdgeEntry, type CanvasEdge, type EdgeChange, type NewEdge } from './edge.ts'
import type { Gate } from './gate.ts'
import type { Incidence } from './incidence.ts'
import type { ItemData } from './item-data.ts'

/** What the edges of a canvas are made of. */
export interface EdgeParts {
  readonly items: Collection<CanvasEdge>
  readonly data: ItemData
  readonly incidence: Incidence
  readonly gate: Gate
  newId(): string
  /** The entry was written. */
  wrote(id: string): void
  /** Something of the edge changed that is not in the document. */
  touched(id: string): void
}

/** The edges of a canvas. An edge whose node is gone is not shown; clients hide such edges and never delete them. */
export class Edges {
  private readonly parts: EdgeParts

  constructor(parts: EdgeParts) {
    this.parts = parts
  }

  /** Edges in the document, hidden ones included. */
  get size(): number {
    return this.parts.items.root.size
  }

  get(id: string): CanvasEdge | undefined {
    return this.parts.items.get(id)
  }

  has(id: string): boolean {
    return this.parts.items.get(id) !== undefined
  }

  /** Every edge whose both ends exist, in no particular order. */
  all(): IterableIterator<CanvasEdge> {
    return this.parts.items.all()
  }

  /** The edges that start or end at a node. */
  of(nodeId: string): readonly CanvasEdge[] {
    return this.idsAt(nodeId).flatMap((id) => this.get(id) ?? [])
  }

  /** Ids of the edges at a node, hidden ones included. */
  idsAt(nodeId: string): string[] {
    return [...this.parts.incidence.edgesAt(nodeId)]
  }

  /**
   * @returns the new edge's id. Where the schema or the role does not allow it, nothing is made and `room.onReject` names it.
   * @throws Error when the id exists.
   * @example room.edges.create({ source: ['n1', 'out'], target: ['n2', 'in'] })
   */
  create(edge: NewEdge): string {
    const { items, data, gate } = this.parts
    const id = edge.id ?? this.parts.newId()
    const type = edge.type ?? ''
    if (items.root.has(id)) throw new Error(`an edge with the id ${JSON.stringify(id)} exists`)
    const violation = data.violation(type, true, edge.data)
    if (violation) {
      gate.refuse('schema', violation, { edges: [id] })
      return id
    }
    const entry = newEdgeEntry(edge, data)
    gate.edit({ edges: [id] }, () => {
      items.root.set(id, entry)
      data.keepLocal(id, type, edge.data)
      this.parts.wrote(id)
    })
    return id
  }

  /**
   * @returns false when there is no such edge (any more), and when the schema or the role does not allow it: then nothing
   * changes, and `room.onReject` hears why.
   */
  update(id: string, change: EdgeChange): boolean {
    const { items, data, gate } = this.parts
    const edge = items.committed(id)
    if (!edge) return false
    const type = change.type ?? edge.type
    const violation = data.violation(type, type !== edge.type, change.data)
    if (violation) return gate.refuse('schema', violation, { edges: [id] })
    if (data.keepLocal(id, type, change.data)) this.parts.touched(id)
    if (Object.keys(change).every((key) => key === 'data') && !data.isShared(type, change.data)) return true
    return gate.edit({ edges: [id] }, () => {
      if (changeEdgeEntry(items.root.get(id) as Y.Map<unknown>, edge, change, data)) this.parts.wrote(id)
    })
  }

  /** Unknown ids are ignored. */
  remove(ids: string | Iterable<string>): void {
    const { items, gate } = this.parts
    const known = (typeof ids === 'string' ? [ids] : [...ids]).filter((id) => items.root.has(id))
    if (known.length === 0) return
    gate.edit({ edges: known }, () => {
      for (const id of known) {
        items.root.delete(id)
        this.parts.wrote(id)
      }
    })
  }

  /** Calls back with the edge whenever it changed, at most once per animation frame; with undefined once it is gone or hidden. */
  subscribe(id: string, listener: (edge: CanvasEdge | undefined) => void): () => void {
    return this.parts.items.subscribe(id, listener)
  }
}
