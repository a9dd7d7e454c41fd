import type { BoundNode } from '../bind/bound.ts'
import type { Room } from '../room.ts'
import type { Agreement } from './agreement.ts'
import { BoundElements } from './bound-elements.ts'
import type { BoundElement, SceneElement } from './element.ts'
import { elementProps, sameSnapshot, snapshotOfElement, snapshotOfNode } from './element-snapshot.ts'

/** From the room to the scene: elements for what changed, all others as the very objects they were. */
export class SceneReader {
  private readonly room: Room
  private readonly agreed: Agreement
  private readonly bound = new BoundElements()
  private readonly zOf = new Map<string, string>()
  private readonly random: () => number

  constructor(room: Room, agreed: Agreement, random: () => number) {
    this.room = room
    this.agreed = agreed
    this.random = random
  }

  /**
   * @param stale ids that may have changed in the room; those that are done are taken out, those that this person has in
   * hand stay for later.
   * @returns the scene as it should be, or undefined when it is already.
   */
  read(
    elements: readonly SceneElement[],
    stale: Set<string>,
    nodeOf: (id: string) => BoundNode | undefined,
  ): readonly SceneElement[] | undefined {
    const scene = new Map(elements.map((element) => [element.id, element]))
    const targets = new Set<string>()
    let isReordered = false
    let isChanged = false
    for (const id of stale) {
      const element = scene.get(id)
      if (element && !element.isDeleted && !this.agreed.isCurrent(element)) continue
      stale.delete(id)
      const item = nodeOf(id)
      const snapshot = item && snapshotOfNode(item)
      for (const target of this.bound.set(id, item?.node.type ?? '', snapshot)) targets.add(target)
      if (!item || !snapshot) {
        this.zOf.delete(id)
        if (!this.agreed.delete(id) || !element || element.isDeleted) continue
        scene.set(id, this.touched(element, { isDeleted: true }))
        isChanged = true
        continue
      }
      isReordered ||= this.zOf.get(id) !== item.node.z
      this.zOf.set(id, item.node.z)
      // Unread here and deleted already: the room does not know yet.
      if (element?.isDeleted && this.agreed.has(id)) continue
      const shown = element && !element.isDeleted ? snapshotOfElement(element) : undefined
      if (element && shown && sameSnapshot(shown, snapshot)) continue
      const next = this.touched(element ?? this.blank(item), {
        ...elementProps(snapshot),
        boundElements: this.bound.of(id),
        isDeleted: false,
      })
      scene.set(id, next)
      this.agreed.set(next, snapshot)
      isChanged = true
    }
    for (const id of targets) if (this.rebind(id, scene)) isChanged = true
    if (!isChanged && !isReordered) return undefined
    return isReordered ? this.inOrder([...scene.values()]) : [...scene.values()]
  }

  /** Brings a shape's list of what is bound to it up to date. */
  private rebind(id: string, scene: Map<string, SceneElement>): boolean {
    const element = scene.get(id)
    if (!element || element.isDeleted || !this.agreed.isCurrent(element)) return false
    const known = element.boundElements ?? []
    // An arrow that this person is still drawing is bound in the scene alone.
    const unsaved = known.filter(
      (each) => !this.agreed.has(each.id) && scene.get(each.id)?.isDeleted === false,
    )
    const now = [...this.bound.of(id), ...unsaved]
    if (sameIds(known, now)) return false
    const next = this.touched(element, { boundElements: now })
    scene.set(id, next)
    this.agreed.renew(next)
    return true
  }

  /** In the room's order; what the room does not have, drafts and deleted ones, on top. */
  private inOrder(elements: SceneElement[]): readonly SceneElement[] {
    const place = new Map(this.room.nodes.inOrder().map((id, index) => [id, index]))
    return elements.sort((a, b) => (place.get(a.id) ?? Infinity) - (place.get(b.id) ?? Infinity) || 0)
  }

  private blank({ id, node }: BoundNode): SceneElement {
    const base = { id, type: node.type, x: 0, y: 0, width: 0, height: 0, angle: 0, isDeleted: false }
    // Excalidraw gives every element without an index one that fits its place in the scene.
    return { ...base, boundElements: null, version: 0, versionNonce: 0, ...{ index: null, updated: 1 } }
  }

  private touched(element: SceneElement, change: object): SceneElement {
    const versionNonce = Math.floor(this.random() * 2 ** 31)
    return { ...element, ...change, version: element.version + 1, versionNonce }
  }
}

function sameIds(left: readonly BoundElement[], right: readonly BoundElement[]): boolean {
  const ids = new Set(right.map(({ id }) => id))
  return left.length === right.length && left.every(({ id }) => ids.has(id))
}
