import type * as Y from 'yjs'
import type { FrameLoop } from '../frame-loop.ts'
import { Listeners } from '../listeners.ts'
import { roots } from '../model/layout.ts'
import { Collection, type ItemChanges } from './collection.ts'
import { readEdge, type CanvasEdge } from './edge.ts'
import { Edges } from './edges.ts'
import { Incidence } from './incidence.ts'
import { readNode, type CanvasNode } from './node.ts'
import { Nodes } from './nodes.ts'

/** Everything that changed on the canvas since the last animation frame. */
export interface ChangeSet {
  readonly nodes: ItemChanges
  readonly edges: ItemChanges
}

/** A Yjs document read and written as nodes and edges. */
export class Canvas {
  readonly nodes: Nodes
  readonly edges: Edges
  private readonly listeners = new Listeners<[ChangeSet]>()
  private readonly incidence = new Incidence()
  private readonly nodeItems: Collection<CanvasNode>
  private readonly edgeItems: Collection<CanvasEdge>
  private readonly doc: Y.Doc
  private readonly frames: FrameLoop

  constructor(doc: Y.Doc, frames: FrameLoop, newId: () => string) {
    this.doc = doc
    this.frames = frames
    this.nodeItems = new Collection(doc.getMap(roots.nodes), readNode, (ids, cameOrWent) =>
      this.nodesChanged(ids, cameOrWent),
    )
    this.edgeItems = new Collection(
      doc.getMap(roots.edges),
      (id, entry) => this.readVisible(id, entry),
      (ids) => this.edgesChanged(ids),
    )
    const edit = <T>(change: () => T): T => this.batch(change)
    this.edges = new Edges(this.edgeItems, this.incidence, edit, newId)
    this.nodes = new Nodes(this.nodeItems, this.edges, edit, newId)
    // A document that the application brought may hold a canvas already.
    this.edgesChanged(this.edgeItems.root.keys())
    for (const id of this.edgeItems.root.keys()) this.edgeItems.touch(id)
    for (const id of this.nodeItems.root.keys()) this.nodeItems.touch(id)
  }

  /** Makes several edits one: one transaction, one message, one notification. */
  batch<T>(edit: () => T): T {
    return this.doc.transact(edit)
  }

  subscribe(listener: (changes: ChangeSet) => void): () => void {
    return this.listeners.add(listener)
  }

  private readonly tell = (): void => {
    const nodes = this.nodeItems.takeChanges()
    const edges = this.edgeItems.takeChanges()
    if (nodes.isEmpty && edges.isEmpty) return
    this.nodeItems.tell(nodes)
    this.edgeItems.tell(edges)
    this.listeners.tell({ nodes: strip(nodes), edges: strip(edges) })
  }

  private nodesChanged(ids: ReadonlySet<string>, cameOrWent: ReadonlySet<string>): void {
    this.nodes.noticed(ids)
    // Whether an edge shows depends on its nodes being there; a node that only moved touches no edge.
    for (const id of cameOrWent) for (const edge of this.incidence.edgesAt(id)) this.edgeItems.touch(edge)
    this.frames.ask(this.tell)
  }

  private edgesChanged(ids: Iterable<string>): void {
    for (const id of ids) {
      const edge = readEdge(id, this.edgeItems.root.get(id))
      this.incidence.set(id, edge && [edge.source[0], edge.target[0]])
    }
    this.frames.ask(this.tell)
  }

  private readVisible(id: string, entry: unknown): CanvasEdge | undefined {
    const edge = readEdge(id, entry)
    return edge && this.nodes.has(edge.source[0]) && this.nodes.has(edge.target[0]) ? edge : undefined
  }
}

function strip({ added, updated, removed }: ItemChanges): ItemChanges {
  return { added, updated, removed }
}
