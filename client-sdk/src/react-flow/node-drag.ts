import type { CanvasNode } from '../canvas/node.ts'
import type { Room } from '../room.ts'

/** Where a drag or a resize has a node, in the coordinates of its parent. */
export interface Place {
  readonly x?: number
  readonly y?: number
  readonly w?: number
  readonly h?: number
}

/** What the hand is moving or resizing: shown while it holds, in the document as one step once it lets go. */
export class NodeDrag {
  private readonly places = new Map<string, Place>()
  private readonly room: Room

  constructor(room: Room) {
    this.room = room
  }

  get ids(): IterableIterator<string> {
    return this.places.keys()
  }

  place(places: ReadonlyMap<string, Place>): void {
    for (const [id, place] of places) this.places.set(id, { ...this.places.get(id), ...place })
  }

  commit(): void {
    const places = [...this.places]
    this.places.clear()
    if (places.length === 0) return
    this.room.batch(() => {
      for (const [id, place] of places) this.room.nodes.update(id, place)
    })
  }

  cancel(): void {
    this.places.clear()
  }

  /** The node as the hand has it. */
  seen(node: CanvasNode): CanvasNode {
    const place = this.places.get(node.id)
    return place ? { ...node, ...place } : node
  }
}
