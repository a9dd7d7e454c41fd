import type { BoundNode } from '../bind/bound.ts'
import type { Gesture } from '../live/gesture.ts'
import type { Room } from '../room.ts'
import type { KonvaShape } from './shape.ts'

interface Drag {
  readonly shape: KonvaShape
  readonly node: BoundNode['node']
  /** Where the shape was when the drag began. */
  readonly from: { readonly x: number; readonly y: number }
  /** Begun by the first move, for all that are dragged by then. */
  gesture: Gesture | undefined
}

/** Shapes that this person drags: where they go, their nodes go, in everybody's sight. */
export class ShapeDrags {
  private readonly room: Room
  private readonly drags = new Map<string, Drag>()

  constructor(room: Room) {
    this.room = room
  }

  has(id: string): boolean {
    return this.drags.has(id)
  }

  start(shape: KonvaShape, { id, node }: BoundNode): void {
    this.drags.set(id, { shape, node, from: shape.position(), gesture: undefined })
  }

  move(id: string): void {
    const drag = this.drags.get(id)
    if (!drag) return
    if (!drag.gesture) this.begin()
    const { shape, node, from } = drag
    const { x, y } = shape.position()
    // Somebody else has it in hand, or it is gone: the room has told why.
    if (!drag.gesture?.move({ [id]: [node.x + x - from.x, node.y + y - from.y] })) shape.stopDrag()
  }

  /** The shapes of one gesture are let go together, as one undo step. */
  end(id: string): void {
    const drag = this.drags.get(id)
    this.drags.delete(id)
    const isLast = [...this.drags.values()].every(({ gesture }) => gesture !== drag?.gesture)
    if (isLast) drag?.gesture?.commit()
  }

  /** The node is gone. */
  drop(id: string): void {
    this.drags.get(id)?.shape.stopDrag()
    this.end(id)
  }

  private begin(): void {
    const fresh = [...this.drags].filter(([, { gesture }]) => !gesture)
    const gesture = this.room.gesture(fresh.map(([id]) => id))
    for (const [, drag] of fresh) drag.gesture = gesture
  }
}
