import type { Room } from '../room.ts'
import type { Agreement } from './agreement.ts'
import type { SceneElement, SceneState } from './element.ts'
import { ElementMotion } from './element-motion.ts'
import { restacked } from './element-order.ts'
import { changedData, samePlace, snapshotOfElement, type ElementSnapshot } from './element-snapshot.ts'

/** From the scene to the room: what this person changed, property by property. */
export class SceneWriter {
  private readonly room: Room
  private readonly agreed: Agreement
  private readonly motion: ElementMotion
  /** Ids of what is agreed on, from back to front. */
  private order: readonly string[] = []

  constructor(room: Room, agreed: Agreement) {
    this.room = room
    this.agreed = agreed
    this.motion = new ElementMotion(room, agreed)
  }

  /** The scene has this order because the room has it. */
  ordered(elements: readonly SceneElement[]): void {
    this.order = this.orderOf(elements)
  }

  /** Writes what is not agreed on and not in the person's hand. @returns ids that the room did not take as they are. */
  write(elements: readonly SceneElement[], state: SceneState): readonly string[] {
    if (state.cursorButton === 'down') {
      this.motion.follow(elements)
      return []
    }
    const busy = new Set([state.newElement?.id, state.multiElement?.id, state.editingTextElement?.id])
    const stale = elements.filter((each) => !this.agreed.isCurrent(each) && !busy.has(each.id))
    if (stale.length === 0 && !this.isReordered(elements)) return this.motion.end()
    return this.room.batch(() => {
      const refused = new Set(this.motion.end())
      for (const element of stale) {
        // What the room has is shown instead.
        if (refused.has(element.id)) this.agreed.renew(element)
        else if (!this.writeElement(element)) refused.add(element.id)
      }
      this.writeOrder(elements)
      return [...refused]
    })
  }

  /** @returns false when the room has something else. */
  private writeElement(element: SceneElement): boolean {
    const { id, type } = element
    const { nodes } = this.room
    if (element.isDeleted) {
      if (this.agreed.delete(id)) nodes.remove(id)
      return true
    }
    const snapshot = snapshotOfElement(element)
    if (!snapshot) return true
    const before = this.agreed.snapshotOf(id)
    this.agreed.set(element, snapshot)
    if (!before) {
      // Undone here, and there again from elsewhere: what the room has counts.
      const isNew = !nodes.has(id)
      if (isNew) {
        const { values: _, ...place } = snapshot
        nodes.create({ id, type, ...place, data: changedData(type, undefined, snapshot) })
      }
      return isNew && nodes.has(id)
    }
    return this.change(id, type, before, snapshot)
  }

  private change(id: string, type: string, before: ElementSnapshot, after: ElementSnapshot): boolean {
    const { nodes } = this.room
    const node = nodes.committed(id)
    // Somebody deleted it: that wins, and the scene learns of it in the next frame.
    if (!node) return false
    const data = changedData(type, before, after)
    const isMoved = !samePlace(before, after)
    if (!isMoved && before.rotation === after.rotation && Object.keys(data).length === 0) return true
    const origin = node.parent ? nodes.placeOf(node.parent) : undefined
    const { w, h, rotation } = after
    nodes.update(id, {
      ...(isMoved && { x: after.x - (origin?.x ?? 0), y: after.y - (origin?.y ?? 0), w, h }),
      ...(before.rotation !== rotation && { rotation }),
      data,
    })
    return true
  }

  private writeOrder(elements: readonly SceneElement[]): void {
    if (!this.isReordered(elements)) return
    this.order = this.orderOf(elements)
    const { nodes } = this.room
    const siblings = this.order.flatMap((id) => {
      const node = nodes.get(id)
      return node && node.parent === '' ? [node] : []
    })
    for (const [id, z] of restacked(siblings)) nodes.update(id, { z })
  }

  private isReordered(elements: readonly SceneElement[]): boolean {
    let position = 0
    for (const { id, isDeleted } of elements)
      if (!isDeleted && this.agreed.has(id) && this.order[position++] !== id) return true
    return position !== this.order.length
  }

  private orderOf(elements: readonly SceneElement[]): readonly string[] {
    return elements.flatMap(({ id, isDeleted }) => (!isDeleted && this.agreed.has(id) ? [id] : []))
  }
}
