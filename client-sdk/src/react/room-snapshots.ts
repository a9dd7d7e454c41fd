import type { ItemChanges } from '../canvas/collection.ts'
import type { CanvasEdge } from '../canvas/edge.ts'
import type { Edges } from '../canvas/edges.ts'
import type { CanvasNode } from '../canvas/node.ts'
import type { Nodes } from '../canvas/nodes.ts'
import type { Other } from '../live/others.ts'
import type { Room } from '../room.ts'

/** What a canvas selector reads; a new object whenever anything on the canvas changed. */
export interface CanvasSnapshot {
  readonly nodes: Nodes
  readonly edges: Edges
}

type Subscribe = (changed: () => void) => () => void

/** The parts of a room as values that stay the same until they change, one set for all components that read the room. */
export class RoomSnapshots {
  readonly subscribeCanvas: Subscribe
  readonly subscribeOthers: Subscribe
  readonly subscribeStatus: Subscribe
  private canvas: CanvasSnapshot
  private nodes: readonly CanvasNode[] | undefined
  private edges: readonly CanvasEdge[] | undefined
  private others: readonly Other[] | undefined
  private readonly room: Room

  /** Listens as long as the room lives, before any component does: a component that is told reads what is new. */
  constructor(room: Room) {
    this.room = room
    this.canvas = { nodes: room.nodes, edges: room.edges }
    this.subscribeCanvas = (changed) => room.subscribe(changed)
    this.subscribeOthers = (changed) => room.others.subscribe(changed)
    this.subscribeStatus = (changed) => room.onStatus(changed)
    room.subscribe(({ nodes, edges }) => {
      this.canvas = { nodes: room.nodes, edges: room.edges }
      if (isSome(nodes)) this.nodes = undefined
      if (isSome(edges)) this.edges = undefined
    })
    room.others.subscribe(() => {
      this.others = undefined
    })
  }

  readonly readCanvas = (): CanvasSnapshot => this.canvas
  readonly readNodes = (): readonly CanvasNode[] => (this.nodes ??= [...this.room.nodes.all()])
  readonly readEdges = (): readonly CanvasEdge[] => (this.edges ??= [...this.room.edges.all()])
  readonly readOthers = (): readonly Other[] => (this.others ??= [...this.room.others.all()])
}

const all = new WeakMap<Room, RoomSnapshots>()

export function snapshotsOf(room: Room): RoomSnapshots {
  let snapshots = all.get(room)
  if (!snapshots) all.set(room, (snapshots = new RoomSnapshots(room)))
  return snapshots
}

function isSome({ added, updated, removed }: ItemChanges): boolean {
  return added.length + updated.length + removed.length > 0
}
