import type { Connection, EdgeChange, NodeChange } from '@xyflow/react'
import type { Json } from '../json.ts'
import { Listeners } from '../listeners.ts'
import type { Room } from '../room.ts'
import { endsOf, type FlowEdge } from './flow-edge.ts'
import { FlowEdges } from './flow-edges.ts'
import { FlowDeletion, type FlowItems } from './flow-deletion.ts'
import type { FlowNode } from './flow-node.ts'
import { FlowNodes } from './flow-nodes.ts'
import { isShared, type CanvasFlowOptions } from './flow-options.ts'
import { createEdge, createNode, dataChanges, updateEdge, updateNode } from './item-writes.ts'
import { NodeDrag, type Place } from './node-drag.ts'
import { placesIn } from './node-places.ts'

/** What of the canvas React Flow shows; a new object whenever something of it changed. */
export interface FlowSnapshot {
  readonly nodes: readonly FlowNode[]
  readonly edges: readonly FlowEdge[]
}

/** A room's canvas as one React Flow shows and edits it: the document, and what is this page's own beside it. */
export class CanvasFlow {
  private readonly room: Room
  private readonly options: CanvasFlowOptions
  private readonly drag: NodeDrag
  private readonly nodes: FlowNodes
  private readonly edges: FlowEdges
  private readonly listeners = new Listeners<[]>()
  private readonly deletion: FlowDeletion
  private snapshot: FlowSnapshot
  private stop: (() => void) | undefined

  constructor(room: Room, options: CanvasFlowOptions) {
    this.room = room
    this.options = options
    this.drag = new NodeDrag(room)
    this.nodes = new FlowNodes(room, options)
    this.edges = new FlowEdges(room, options)
    this.deletion = new FlowDeletion(
      room,
      (id) => this.nodes.get(id)?.deletable !== false,
      () => this.takeAll(),
    )
    this.nodes.takeAll()
    this.edges.takeAll()
    this.snapshot = { nodes: this.nodes.list, edges: this.edges.list }
  }

  readonly read = (): FlowSnapshot => this.snapshot

  readonly subscribe = (listener: () => void): (() => void) => {
    const remove = this.listeners.add(listener)
    this.stop ??= this.listen()
    return () => {
      remove()
      if (this.listeners.size > 0) return
      this.stop?.()
      this.stop = undefined
      this.letGo()
      this.room.selection.set([])
    }
  }

  /** Ends a drag whose end React Flow does not tell, e.g. because the node under the pointer was deleted. */
  readonly letGo = (): void => {
    if (this.drag.isHeld) this.drag.release(new Map())
  }

  readonly changeNodes = (changes: readonly NodeChange<FlowNode>[]): void => {
    const { places, isHeld } = placesIn(changes)
    if (places.size > 0) this.moved(places, isHeld)
    for (const change of changes) this.changeNode(change)
    if (changes.some(({ type }) => type === 'select')) this.shareSelection()
    this.tell()
  }

  readonly changeEdges = (changes: readonly EdgeChange<FlowEdge>[]): void => {
    for (const change of changes) this.changeEdge(change)
    if (changes.some(({ type }) => type === 'select')) this.shareSelection()
    this.tell()
  }

  /** An edge between the same handles as another one is not made a second time. */
  readonly connect = (connection: Connection): void => {
    const { source, target } = endsOf(connection)
    const isThere = this.room.edges
      .of(source[0])
      .some((edge) => isSameEnd(edge.source, source) && isSameEnd(edge.target, target))
    if (isThere) return
    this.edges.refresh(this.room.edges.create({ source, target }))
    this.tell()
  }

  readonly reconnect = (edge: Pick<FlowEdge, 'id'>, connection: Connection): void => {
    this.room.edges.update(edge.id, endsOf(connection))
    this.edges.refresh(edge.id)
    this.tell()
  }

  readonly beforeDelete = (doomed: FlowItems): Promise<FlowItems> =>
    Promise.resolve(this.deletion.allowed(doomed))

  readonly removeDoomed = (): void => this.deletion.carryOut()

  private changeNode(change: NodeChange<FlowNode>): void {
    switch (change.type) {
      case 'position':
        break
      case 'dimensions':
        if (change.dimensions && change.resizing === undefined)
          this.nodes.changeLocal(change.id, { measured: change.dimensions })
        break
      case 'select':
        this.nodes.changeLocal(change.id, { selected: change.selected })
        break
      case 'remove':
        this.deletion.doom('nodes', change.id)
        break
      case 'add':
        if (!this.room.nodes.has(change.item.id)) createNode(this.room, change.item)
        this.nodes.refresh(change.item.id)
        break
      case 'replace':
        this.replaceNode(change.id, change.item)
        break
      default:
        change satisfies never
    }
  }

  private changeEdge(change: EdgeChange<FlowEdge>): void {
    switch (change.type) {
      case 'select':
        this.edges.select(change.id, change.selected)
        break
      case 'remove':
        this.deletion.doom('edges', change.id)
        break
      case 'add':
        if (!this.room.edges.has(change.item.id)) createEdge(this.room, change.item)
        this.edges.refresh(change.item.id)
        break
      case 'replace': {
        const before = this.edges.get(change.id)
        if (before) updateEdge(this.room, before, change.item)
        this.edges.refresh(change.id)
        break
      }
      default:
        change satisfies never
    }
  }

  private shareSelection(): void {
    this.room.selection.set([...this.nodes.selected(), ...this.edges.selected])
  }

  private listen(): () => void {
    this.takeAll()
    return this.room.subscribe(({ nodes, edges }) => {
      this.nodes.take(nodes)
      this.edges.take(edges)
      if (nodes.removed.length + edges.removed.length > 0) this.shareSelection()
      this.tell()
    })
  }

  private takeAll(): void {
    this.nodes.takeAll()
    this.edges.takeAll()
    this.tell()
  }

  private moved(places: ReadonlyMap<string, Place>, isHeld: boolean): void {
    if (isHeld) this.drag.hold(places)
    else this.drag.release(places)
    // The others learn of it as the room's pace has it; the hand must not wait for the next frame.
    for (const id of places.keys()) this.nodes.refresh(id)
  }

  private replaceNode(id: string, item: FlowNode): void {
    const before = this.nodes.get(id)
    if (!before) return
    const shared: Record<string, Json | undefined> = {}
    const local: Record<string, Json | undefined> = {}
    for (const [key, value] of Object.entries(dataChanges(before.data, item.data)))
      (isShared(this.options, before.type ?? '', key) ? shared : local)[key] = value
    updateNode(this.room, before, item, shared)
    if (Object.keys(local).length > 0)
      this.nodes.changeLocal(id, { data: { ...this.nodes.local(id).data, ...local } as Record<string, Json> })
    this.nodes.changeLocal(id, { selected: item.selected ?? false })
  }

  private tell(): void {
    const nodes = this.nodes.list
    const edges = this.edges.list
    if (nodes === this.snapshot.nodes && edges === this.snapshot.edges) return
    this.snapshot = { nodes, edges }
    this.listeners.tell()
  }
}

function isSameEnd(a: readonly string[], b: readonly string[]): boolean {
  return a[0] === b[0] && a[1] === b[1]
}
