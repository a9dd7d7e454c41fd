import type { Gesture } from '../live/gesture.ts'
import type { Room } from '../room.ts'
import type { Agreement } from './agreement.ts'
import type { SceneElement } from './element.ts'
import { pathTypes } from './element-values.ts'
import { samePlace, snapshotOfElement, type ElementSnapshot } from './element-snapshot.ts'
import { isSame } from '../json.ts'

/**
 * Elements that this person drags, resizes or turns, as gestures, so that everybody sees them under way. What changes its
 * course as well (an arrow whose ends are pulled along) arrives when the hand lets go.
 */
export class ElementMotion {
  private readonly room: Room
  private readonly agreed: Agreement
  private readonly gestures = new Map<string, Gesture>()

  constructor(room: Room, agreed: Agreement) {
    this.room = room
    this.agreed = agreed
  }

  /** The pointer is down and these are on the scene. */
  follow(elements: readonly SceneElement[]): void {
    const moved = elements.flatMap((element) => {
      const before = this.agreed.snapshotOf(element.id)
      if (!before || element.isDeleted || this.agreed.isCurrent(element)) return []
      const after = snapshotOfElement(element)
      if (!after || (samePlace(before, after) && before.rotation === after.rotation)) return []
      if (pathTypes.has(element.type) && !isSame(before.values, after.values)) return []
      return [{ id: element.id, before, after }]
    })
    const fresh = moved.filter(({ id }) => !this.gestures.has(id)).map(({ id }) => id)
    if (fresh.length > 0) {
      const gesture = this.room.gesture(fresh)
      for (const id of fresh) this.gestures.set(id, gesture)
    }
    for (const { id, before, after } of moved) this.step(id, before, after)
  }

  /** The hand lets go. @returns the elements that the room did not let this person have. */
  end(): readonly string[] {
    const refused = [...this.gestures].flatMap(([id, { state }]) => (state === 'active' ? [] : [id]))
    for (const gesture of new Set(this.gestures.values())) gesture.commit()
    this.gestures.clear()
    return refused
  }

  private step(id: string, before: ElementSnapshot, after: ElementSnapshot): void {
    const gesture = this.gestures.get(id)
    const parent = this.room.nodes.get(id)?.parent
    const origin = parent ? this.room.nodes.placeOf(parent) : undefined
    const { w, h, rotation } = after
    const [x, y] = [after.x - (origin?.x ?? 0), after.y - (origin?.y ?? 0)]
    if (w === before.w && h === before.h) gesture?.move({ [id]: [x, y] })
    else gesture?.resize({ [id]: { x, y, w, h } })
    if (rotation !== before.rotation) gesture?.rotate({ [id]: rotation })
  }
}
