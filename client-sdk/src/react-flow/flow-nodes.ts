import type { ItemChanges } from '../canvas/collection.ts'
import type { CanvasNode } from '../canvas/node.ts'
import type { Json } from '../json.ts'
import { shallowEqual } from '../react/equality.ts'
import type { Room } from '../room.ts'
import { toFlowNode, untouched, type FlowNode, type LocalNode } from './flow-node.ts'
import type { CanvasFlowOptions } from './flow-options.ts'
import { MergeMap } from './merge-map.ts'
import { withoutCycles } from './node-order.ts'

/** Of a holder who has no colour, or of whom nothing is known yet. */
const unknownColor = '#64748b'

type Data = Readonly<Record<string, Json>>

/** One node as it was last read, so that what did not change is not made anew. */
interface Read {
  readonly node: CanvasNode
  readonly local: LocalNode
  readonly parent: string | undefined
  readonly data: Data
}

/** The canvas's nodes as React Flow's array. */
export class FlowNodes {
  private readonly shown = new MergeMap<FlowNode>()
  private readonly reads = new Map<string, Read>()
  private readonly locals = new Map<string, LocalNode>()
  private isDisordered = true
  private readonly room: Room
  private readonly options: CanvasFlowOptions

  constructor(room: Room, options: CanvasFlowOptions) {
    this.room = room
    this.options = options
  }

  get list(): readonly FlowNode[] {
    if (this.isDisordered) {
      this.isDisordered = false
      this.shown.arrange(withoutCycles(this.room.nodes.inOrder(), (id) => this.reads.get(id)?.parent))
    }
    return this.shown.list
  }

  get(id: string): FlowNode | undefined {
    return this.shown.get(id)
  }

  local(id: string): LocalNode {
    return this.locals.get(id) ?? untouched
  }

  /** Reads everything, as on the first day; costs little where nothing changed. */
  takeAll(): void {
    for (const id of [...this.shown.ids]) if (!this.room.nodes.has(id)) this.forget(id)
    for (const { id } of this.room.nodes.all()) this.refresh(id)
  }

  take({ added, updated, removed }: ItemChanges): void {
    for (const id of removed) this.forget(id)
    for (const ids of [added, updated]) for (const id of ids) this.refresh(id)
    // Whether they have a parent depends on its being there.
    for (const ids of [added, removed])
      for (const id of ids) for (const child of this.room.nodes.childrenOf(id)) this.refresh(child)
  }

  changeLocal(id: string, change: Partial<LocalNode>): void {
    this.locals.set(id, { ...this.local(id), ...change })
    this.refresh(id)
  }

  selected(): string[] {
    return [...this.locals].filter(([, { selected }]) => selected).map(([id]) => id)
  }

  /** Reads one node again. */
  refresh(id: string): void {
    const node = this.room.nodes.get(id)
    if (!node) return this.forget(id)
    const local = this.local(id)
    const before = this.reads.get(id)
    const parent = this.room.nodes.has(node.parent) ? node.parent : undefined
    if (before?.node === node && before.local === local && before.parent === parent) return
    if (!before || before.parent !== parent || before.node.z !== node.z) this.isDisordered = true
    const seen = local.data ? { ...node.data, ...local.data } : node.data
    // A node that was read anew has a new `data` even if only its position changed.
    const data = before && shallowEqual(before.data, seen) ? before.data : seen
    this.reads.set(id, { node, local, parent, data })
    const mapped = toFlowNode(
      node,
      parent,
      data,
      local,
      this.options.types?.[node.type]?.handles,
      this.holderColor(node),
    )
    this.shown.set(id, this.options.mapNode?.(mapped, node) ?? mapped)
  }

  private holderColor({ heldBy }: CanvasNode): string | undefined {
    if (heldBy === undefined || heldBy === this.room.self.member) return undefined
    return this.room.others.get(heldBy)?.profile.color ?? unknownColor
  }

  private forget(id: string): void {
    if (!this.reads.delete(id)) return
    this.shown.delete(id)
    this.locals.delete(id)
    this.isDisordered = true
  }
}
