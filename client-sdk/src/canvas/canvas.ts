import type * as Y from 'yjs'
import type { FrameLoop } from '../frame-loop.ts'
import { Listeners } from '../listeners.ts'
import { roots } from '../model/layout.ts'
import { Collection, type ItemChanges } from './collection.ts'
import { readEdge, type CanvasEdge } from './edge.ts'
import { Edges } from './edges.ts'
import { Hierarchy } from './hierarchy.ts'
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
  private readonly hierarchy = new Hierarchy()
  private readonly nodeItems: Collection<CanvasNode>
  private readonly edgeItems: Collection<CanvasEdge>
  readonly doc: Y.Doc
  private readonly frames: FrameLoop
  private overlay = (node: CanvasNode): CanvasNode => node

  constructor(doc: Y.Doc, frames: FrameLoop, newId: () => string) {
    this.doc = doc
    this.frames = frames
    this.nodeItems = new Collection(
      doc.getMap(roots.nodes),
      readNode,
      (ids, cameOrWent) => this.nodesChanged(ids, cameOrWent),
      (node) => this.overlay(node),
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
    for (const id of this.nodeItems.root.keys()) {
      this.nodeItems.touch(id)
      this.place(id)
    }
    for (const id of this.edgeItems.root.keys()) this.edgeItems.touch(id)
    this.edgesChanged(this.edgeItems.root.keys())
  }

  /** Makes several edits one: one transaction, one message, one notification. */
  batch<T>(edit: () => T): T {
    return this.doc.transact(edit)
  }

  subscribe(listener: (changes: ChangeSet) => void): () => void {
    return this.listeners.add(listener)
  }

  /** Ids of the edges at a node, hidden ones included. */
  edgesAt(node: string): Iterable<string> {
    return this.incidence.edgesAt(node)
  }

  /** Ids of what lies directly in a node, back to front; '' is the canvas. */
  childrenOf(node: string): Iterable<string> {
    return this.hierarchy.childrenOf(node)
  }

  /** An entry was written in a transaction that may still be open: Yjs tells of it only at its end, readers ask now. */
  wrote(root: 'nodes' | 'edges', id: string): void {
    if (root === 'nodes') {
      this.nodeItems.forget(id)
      this.place(id)
    } else {
      this.edgeItems.forget(id)
      this.join(id)
    }
  }

  /** From now on nodes are shown as `overlay` says, e.g. where a gesture has them; the node itself where it says nothing. */
  overlayNodes(overlay: (node: CanvasNode) => CanvasNode): void {
    this.overlay = overlay
    this.cover(this.nodeItems.root.keys())
  }

  /** What the overlay makes of these nodes changed. */
  cover(nodes: Iterable<string>): void {
    for (const id of nodes) this.nodeItems.cover(id)
    this.frames.ask(this.tell)
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
    for (const id of ids) this.place(id)
    // Whether an edge shows depends on its nodes being there; a node that only moved touches no edge.
    for (const id of cameOrWent) for (const edge of this.incidence.edgesAt(id)) this.edgeItems.touch(edge)
    this.frames.ask(this.tell)
  }

  private edgesChanged(ids: Iterable<string>): void {
    for (const id of ids) this.join(id)
    this.frames.ask(this.tell)
  }

  private place(id: string): void {
    this.hierarchy.set(id, this.nodeItems.committed(id))
  }

  private join(id: string): void {
    const edge = readEdge(id, this.edgeItems.root.get(id))
    this.incidence.set(id, edge && [edge.source[0], edge.target[0]])
  }

  private readVisible(id: string, entry: unknown): CanvasEdge | undefined {
    const edge = readEdge(id, entry)
    return edge && this.nodes.has(edge.source[0]) && this.nodes.has(edge.target[0]) ? edge : undefined
  }
}

function strip({ added, updated, removed }: ItemChanges): ItemChanges {
  return { added, updated, removed }
}
