import type { Room } from '../room.ts'
import type { Agreement } from './agreement.ts'
import type { SceneElement, SceneState } from './element.ts'
import { restacked } from './element-order.ts'
import { changedData, samePlace, snapshotOfElement, type ElementSnapshot } from './element-snapshot.ts'

/** From the scene to the room: what this person changed, property by property. */
export class SceneWriter {
  private readonly room: Room
  private readonly agreed: Agreement
  /** Ids of what is agreed on, from back to front. */
  private order: readonly string[] = []

  constructor(room: Room, agreed: Agreement) {
    this.room = room
    this.agreed = agreed
  }

  /** The scene has this order because the room has it. */
  ordered(elements: readonly SceneElement[]): void {
    this.order = this.orderOf(elements)
  }

  /** Writes what is not agreed on and not in the person's hand. @returns ids that the room did not take as they are. */
  write(elements: readonly SceneElement[], state: SceneState): readonly string[] {
    if (state.cursorButton === 'down') return []
    const busy = new Set([state.newElement?.id, state.multiElement?.id, state.editingTextElement?.id])
    const stale = elements.filter((each) => !this.agreed.isCurrent(each) && !busy.has(each.id))
    const refused: string[] = []
    if (stale.length === 0 && !this.isReordered(elements)) return refused
    this.room.batch(() => {
      for (const element of stale) if (!this.writeElement(element)) refused.push(element.id)
      this.writeOrder(elements)
    })
    return refused
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
    const { x, y, w, h, rotation } = after
    nodes.update(id, {
      ...(isMoved && { x: node.x + x - before.x, y: node.y + y - before.y, w, h }),
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
