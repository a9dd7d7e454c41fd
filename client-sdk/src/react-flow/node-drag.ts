import type { Gesture } from '../live/gesture.ts'
import type { Room } from '../room.ts'

/** Where a drag or a resize has a node, in the coordinates of its parent. */
export interface Place {
  readonly x?: number
  readonly y?: number
  readonly w?: number
  readonly h?: number
}

/** What React Flow's user has in hand: gestures while it is held, one step in the document once it lets go. */
export class NodeDrag {
  /** More than one only if React Flow brings in further nodes later, e.g. a parent that grows with its child. */
  private readonly gestures: Gesture[] = []
  private readonly asked = new Set<string>()
  private readonly room: Room

  constructor(room: Room) {
    this.room = room
  }

  get isHeld(): boolean {
    return this.gestures.length > 0
  }

  /** The hand has the nodes there. What somebody else holds stays where they have it. */
  hold(places: ReadonlyMap<string, Place>): void {
    const fresh = [...this.heldWith(places)].filter((id) => !this.asked.has(id))
    if (fresh.length > 0) {
      for (const id of fresh) this.asked.add(id)
      this.gestures.push(this.room.gesture(fresh))
    }
    for (const gesture of this.gestures) this.apply(gesture, places)
  }

  /** The hand lets go there, or there was none, as with the arrow keys. */
  release(places: ReadonlyMap<string, Place>): void {
    for (const gesture of this.gestures) this.apply(gesture, places)
    this.room.batch(() => {
      for (const gesture of this.gestures) gesture.commit()
      for (const [id, place] of places) if (!this.asked.has(id)) this.room.nodes.update(id, place)
    })
    this.gestures.length = 0
    this.asked.clear()
  }

  /** What lies in a node that is resized from the left or the top moves against it, if not from the first change on. */
  private *heldWith(places: ReadonlyMap<string, Place>): IterableIterator<string> {
    for (const [id, { w, h }] of places) {
      yield id
      if (w !== undefined || h !== undefined) yield* this.room.nodes.childrenOf(id)
    }
  }

  private apply(gesture: Gesture, places: ReadonlyMap<string, Place>): void {
    // Entries, because an id may be a name that every object has.
    const moves: [id: string, place: [x: number, y: number]][] = []
    const sizes: [id: string, box: { x: number; y: number; w: number; h: number }][] = []
    for (const id of gesture.nodes) {
      const place = places.get(id)
      const node = this.room.nodes.get(id)
      if (!place || !node) continue
      const { x = node.x, y = node.y, w = node.w, h = node.h } = place
      if (place.w === undefined && place.h === undefined) moves.push([id, [x, y]])
      else sizes.push([id, { x, y, w, h }])
    }
    gesture.move(Object.fromEntries(moves))
    gesture.resize(Object.fromEntries(sizes))
  }
}
