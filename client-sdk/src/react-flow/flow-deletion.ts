import { mayEdit } from '../protocol/role.ts'
import type { Room } from '../room.ts'
import type { FlowEdge } from './flow-edge.ts'
import type { FlowNode } from './flow-node.ts'

export interface FlowItems {
  readonly nodes: FlowNode[]
  readonly edges: FlowEdge[]
}

/** React Flow announces what it deletes item by item, edges and nodes apart; in the document it is one step. */
export class FlowDeletion {
  private readonly nodes = new Set<string>()
  private readonly edges = new Set<string>()
  private readonly room: Room
  private readonly mayGo: (nodeId: string) => boolean
  private readonly done: () => void

  constructor(room: Room, mayGo: (nodeId: string) => boolean, done: () => void) {
    this.room = room
    this.mayGo = mayGo
    this.done = done
  }

  /**
   * Keeps what contains a node that may not be deleted: a node that somebody else holds does not go with its parent. Edges
   * of the kept nodes stay too, unless they are selected.
   */
  allowed(doomed: FlowItems): FlowItems {
    if (!mayEdit(this.room.role)) return { nodes: [], edges: [] }
    const ids = new Set(doomed.nodes.map(({ id }) => id))
    const nodes = doomed.nodes.filter(({ id }) => this.room.nodes.descendantsOf(id).every(this.mayGo))
    const going = new Set(nodes.map(({ id }) => id))
    const isTouched = ({ source, target }: FlowEdge): boolean => going.has(source) || going.has(target)
    const isAlone = ({ source, target }: FlowEdge): boolean => !ids.has(source) && !ids.has(target)
    return { nodes, edges: doomed.edges.filter((edge) => edge.selected || isTouched(edge) || isAlone(edge)) }
  }

  doom(kind: 'nodes' | 'edges', id: string): void {
    this[kind].add(id)
    // React Flow's own deleting ends in onDelete; `setNodes` without the node does not.
    queueMicrotask(() => this.carryOut())
  }

  carryOut(): void {
    if (this.nodes.size + this.edges.size === 0) return
    this.room.batch(() => {
      this.room.edges.remove(this.edges)
      this.room.nodes.remove(this.nodes)
    })
    this.nodes.clear()
    this.edges.clear()
    this.done()
  }
}
