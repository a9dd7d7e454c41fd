import type { BoundNode } from '../bind/bound.ts'
import type { Room } from '../room.ts'
import type { KonvaShape } from './shape.ts'

interface Dragged {
  readonly shape: KonvaShape
  readonly node: BoundNode['node']
  /** Where the shape was when the drag began. */
  readonly from: { readonly x: number; readonly y: number }
}

/** Shapes that this person drags: where they go, their nodes go. */
export class ShapeDrags {
  private readonly room: Room
  private readonly dragged = new Map<string, Dragged>()

  constructor(room: Room) {
    this.room = room
  }

  has(id: string): boolean {
    return this.dragged.has(id)
  }

  start(shape: KonvaShape, { id, node }: BoundNode): void {
    this.dragged.set(id, { shape, node, from: shape.position() })
  }

  move(id: string): void {
    const drag = this.dragged.get(id)
    if (!drag) return
    const { x, y } = drag.shape.position()
    this.room.nodes.update(id, { x: drag.node.x + x - drag.from.x, y: drag.node.y + y - drag.from.y })
  }

  end(id: string): void {
    this.move(id)
    this.dragged.delete(id)
  }

  /** The node is gone. */
  drop(id: string): void {
    this.dragged.get(id)?.shape.stopDrag()
    this.dragged.delete(id)
  }
}
