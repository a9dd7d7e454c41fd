import type { ItemChanges } from '../canvas/collection.ts'
import type { CanvasEdge } from '../canvas/edge.ts'
import type { Room } from '../room.ts'
import { toFlowEdge, type FlowEdge } from './flow-edge.ts'
import type { CanvasFlowOptions } from './flow-options.ts'
import { MergeMap } from './merge-map.ts'

/** The canvas's edges as React Flow's array. */
export class FlowEdges {
  private readonly shown = new MergeMap<FlowEdge>()
  private readonly reads = new Map<string, CanvasEdge>()
  readonly selected = new Set<string>()
  private isDisordered = true
  private readonly room: Room
  private readonly options: CanvasFlowOptions

  constructor(room: Room, options: CanvasFlowOptions) {
    this.room = room
    this.options = options
  }

  get list(): readonly FlowEdge[] {
    if (this.isDisordered) {
      this.isDisordered = false
      this.shown.arrange([...this.shown.ids])
    }
    return this.shown.list
  }

  get(id: string): FlowEdge | undefined {
    return this.shown.get(id)
  }

  takeAll(): void {
    for (const id of [...this.shown.ids]) if (!this.room.edges.has(id)) this.forget(id)
    for (const { id } of this.room.edges.all()) this.refresh(id)
  }

  take({ added, updated, removed }: ItemChanges): void {
    for (const id of removed) this.forget(id)
    for (const ids of [added, updated]) for (const id of ids) this.refresh(id)
  }

  select(id: string, selected: boolean): void {
    if (selected) this.selected.add(id)
    else this.selected.delete(id)
    const edge = this.reads.get(id)
    if (edge) this.show(edge)
  }

  /** Reads one edge again. */
  refresh(id: string): void {
    const edge = this.room.edges.get(id)
    if (!edge) return this.forget(id)
    if (this.reads.get(id) === edge) return
    if (!this.reads.has(id)) this.isDisordered = true
    this.reads.set(id, edge)
    this.show(edge)
  }

  private show(edge: CanvasEdge): void {
    const mapped = toFlowEdge(edge, this.selected.has(edge.id))
    this.shown.set(edge.id, this.options.mapEdge?.(mapped, edge) ?? mapped)
  }

  private forget(id: string): void {
    if (!this.reads.delete(id)) return
    this.shown.delete(id)
    this.selected.delete(id)
    this.isDisordered = true
  }
}
