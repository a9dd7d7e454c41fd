import type * as Y from 'yjs'
import type { FrameLoop } from '../frame-loop.ts'
import { Listeners } from '../listeners.ts'
import { roots } from '../model/layout.ts'
import type { Schema } from '../model/schema.ts'
import type { Reject } from '../reject.ts'
import type { Clip, PasteOptions } from './clip.ts'
import { Clipboard } from './clipboard.ts'
import { Collection, type ItemChanges } from './collection.ts'
import { readEdge, type CanvasEdge } from './edge.ts'
import { Edges } from './edges.ts'
import { Gate } from './gate.ts'
import { Hierarchy } from './hierarchy.ts'
import { Incidence } from './incidence.ts'
import { ItemData } from './item-data.ts'
import { readNode, type CanvasNode } from './node.ts'
import { Nodes } from './nodes.ts'

/** Everything that changed on the canvas since the last animation frame. */
export interface ChangeSet {
  readonly nodes: ItemChanges
  readonly edges: ItemChanges
}

export interface CanvasOptions {
  readonly schema?: Schema | undefined
  /** Asked before every edit. */
  readonly mayWrite?: () => boolean
  /** Hears of edits that were refused. */
  readonly reject?: (reject: Reject) => void
}

/** A Yjs document read and written as nodes and edges. */
export class Canvas {
  readonly doc: Y.Doc
  readonly nodes: Nodes
  readonly edges: Edges
  readonly gate: Gate
  private readonly clipboard: Clipboard
  private readonly listeners = new Listeners<[ChangeSet]>()
  private readonly incidence = new Incidence()
  private readonly hierarchy = new Hierarchy()
  private readonly nodeItems: Collection<CanvasNode>
  private readonly edgeItems: Collection<CanvasEdge>
  private readonly nodeData: ItemData
  private readonly edgeData: ItemData
  private readonly frames: FrameLoop
  private overlay = (node: CanvasNode): CanvasNode => node

  constructor(doc: Y.Doc, frames: FrameLoop, newId: () => string, options: CanvasOptions = {}) {
    this.doc = doc
    this.frames = frames
    this.gate = new Gate(doc, options.mayWrite, options.reject)
    this.nodeData = new ItemData('node', options.schema)
    this.edgeData = new ItemData('edge', options.schema)
    this.nodeItems = new Collection(
      doc.getMap(roots.nodes),
      (id, entry) => readNode(id, entry, this.nodeData),
      (ids, cameOrWent) => this.nodesChanged(ids, cameOrWent),
      (node) => this.overlay(node),
    )
    this.edgeItems = new Collection(
      doc.getMap(roots.edges),
      (id, entry) => this.readVisible(id, entry),
      (ids, cameOrWent) => {
        for (const id of cameOrWent) if (!this.edgeItems.root.has(id)) this.edgeData.forget(id)
        this.edgesChanged(ids)
      },
    )
    const { gate, incidence, hierarchy } = this
    this.edges = new Edges({
      ...{ items: this.edgeItems, data: this.edgeData, incidence, gate, newId },
      wrote: (id) => this.wrote('edges', id),
      touched: (id) => this.touchNow(this.edgeItems, id),
    })
    this.nodes = new Nodes({
      ...{ items: this.nodeItems, data: this.nodeData, edges: this.edges, hierarchy, gate, newId },
      wrote: (id) => this.wrote('nodes', id),
      touched: (id) => this.touchNow(this.nodeItems, id),
    })
    const data = { nodes: this.nodeData, edges: this.edgeData }
    this.clipboard = new Clipboard(this.nodes, this.edges, hierarchy, gate, data)
    // A document that the application brought may hold a canvas already.
    for (const id of this.nodeItems.root.keys()) {
      this.nodeItems.touch(id)
      this.place(id)
    }
    for (const id of this.edgeItems.root.keys()) this.edgeItems.touch(id)
    this.edgesChanged(this.edgeItems.root.keys())
  }

  /** Makes several edits one: one transaction, one message, one notification, one undo step. */
  batch<T>(edit: () => T): T {
    return this.doc.transact(edit)
  }

  /** Nodes with everything in them, and the edges among them, as plain JSON. Unknown ids are ignored. */
  copy(ids: Iterable<string>): Clip {
    return this.clipboard.copy(ids)
  }

  /** @returns ids of the outermost new nodes. @throws TypeError for what is no clip. */
  paste(clip: Clip, options: PasteOptions = {}): string[] {
    return this.clipboard.paste(clip, options)
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

  private readonly tell = (): void => {
    const nodes = this.nodeItems.takeChanges()
    const edges = this.edgeItems.takeChanges()
    if (nodes.isEmpty && edges.isEmpty) return
    this.nodeItems.tell(nodes)
    this.edgeItems.tell(edges)
    this.listeners.tell({ nodes: strip(nodes), edges: strip(edges) })
  }

  private nodesChanged(ids: ReadonlySet<string>, cameOrWent: ReadonlySet<string>): void {
    for (const id of ids) this.place(id)
    for (const id of cameOrWent) {
      if (!this.nodeItems.root.has(id)) this.nodeData.forget(id)
      // Also when it came and went within the transaction: its edges may have been read meanwhile.
      this.touchEdgesAt(id)
    }
    this.frames.ask(this.tell)
  }

  private edgesChanged(ids: Iterable<string>): void {
    for (const id of ids) this.join(id)
    this.frames.ask(this.tell)
  }

  private place(id: string): void {
    const wasNode = this.hierarchy.has(id)
    this.hierarchy.set(id, this.nodeItems.committed(id))
    // An entry that was none of ours can become a node by a single key, when the server or an undo puts it right.
    if (wasNode !== this.hierarchy.has(id)) this.touchEdgesAt(id)
  }

  /** Whether an edge shows depends on its nodes being there; a node that only moved touches no edge. */
  private touchEdgesAt(id: string): void {
    for (const edge of this.incidence.edgesAt(id)) this.edgeItems.touch(edge)
  }

  private touchNow(items: Collection<CanvasNode> | Collection<CanvasEdge>, id: string): void {
    items.touch(id)
    this.frames.ask(this.tell)
  }

  private join(id: string): void {
    const edge = readEdge(id, this.edgeItems.root.get(id), this.edgeData)
    this.incidence.set(id, edge && [edge.source[0], edge.target[0]])
  }

  private readVisible(id: string, entry: unknown): CanvasEdge | undefined {
    const edge = readEdge(id, entry, this.edgeData)
    return edge && this.nodes.has(edge.source[0]) && this.nodes.has(edge.target[0]) ? edge : undefined
  }
}

function strip({ added, updated, removed }: ItemChanges): ItemChanges {
  return { added, updated, removed }
}
