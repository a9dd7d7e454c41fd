import type * as Y from 'yjs'
import type { Collection } from './collection.ts'
import { changeEdgeEntry, newEdgeEntry, type CanvasEdge, type EdgeChange, type NewEdge } from './edge.ts'
import type { Incidence } from './incidence.ts'

/** The edges of a canvas. An edge whose node is gone is not shown; clients hide such edges and never delete them. */
export class Edges {
  private readonly collection: Collection<CanvasEdge>
  private readonly incidence: Incidence
  private readonly edit: <T>(change: () => T) => T
  private readonly newId: () => string

  constructor(
    collection: Collection<CanvasEdge>,
    incidence: Incidence,
    edit: <T>(change: () => T) => T,
    newId: () => string,
  ) {
    this.collection = collection
    this.incidence = incidence
    this.edit = edit
    this.newId = newId
  }

  /** Edges in the document, hidden ones included. */
  get size(): number {
    return this.collection.root.size
  }

  get(id: string): CanvasEdge | undefined {
    return this.collection.get(id)
  }

  has(id: string): boolean {
    return this.collection.get(id) !== undefined
  }

  /** Every edge whose both ends exist, in no particular order. */
  all(): IterableIterator<CanvasEdge> {
    return this.collection.all()
  }

  /** The edges that start or end at a node. */
  of(nodeId: string): readonly CanvasEdge[] {
    return this.idsAt(nodeId).flatMap((id) => this.get(id) ?? [])
  }

  /** Ids of the edges at a node, hidden ones included. */
  idsAt(nodeId: string): string[] {
    return [...this.incidence.edgesAt(nodeId)]
  }

  /**
   * @returns the new edge's id. @throws Error when the id exists.
   * @example room.edges.create({ source: ['n1', 'out'], target: ['n2', 'in'] })
   */
  create(edge: NewEdge): string {
    const id = edge.id ?? this.newId()
    if (this.collection.root.has(id)) throw new Error(`an edge with the id ${JSON.stringify(id)} exists`)
    const entry = newEdgeEntry(edge)
    this.edit(() => this.collection.root.set(id, entry))
    this.incidence.set(id, [edge.source[0], edge.target[0]])
    return id
  }

  /** @returns false when there is no such edge (any more). */
  update(id: string, change: EdgeChange): boolean {
    const edge = this.collection.get(id)
    if (!edge) return false
    this.edit(() => changeEdgeEntry(this.collection.root.get(id) as Y.Map<unknown>, edge, change))
    this.collection.forget(id)
    this.incidence.set(id, [(change.source ?? edge.source)[0], (change.target ?? edge.target)[0]])
    return true
  }

  /** Unknown ids are ignored. */
  remove(ids: string | Iterable<string>): void {
    const all = typeof ids === 'string' ? [ids] : [...ids]
    if (all.length === 0) return
    this.edit(() => {
      for (const id of all) {
        if (!this.collection.root.has(id)) continue
        this.collection.root.delete(id)
        this.collection.forget(id)
        this.incidence.set(id, undefined)
      }
    })
  }

  /** Calls back with the edge whenever it changed, at most once per animation frame; with undefined once it is gone or hidden. */
  subscribe(id: string, listener: (edge: CanvasEdge | undefined) => void): () => void {
    return this.collection.subscribe(id, listener)
  }
}
