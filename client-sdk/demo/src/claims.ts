import type { Room } from '@coplane/client'
import type { BoundNode, CanvasBinding } from '@coplane/client/bind'
import type { Claim } from './painter-others.ts'

/** Which nodes the others have selected or in hand. */
export class Claims {
  readonly #room: Room
  readonly #held = new Set<string>()
  /** Members by the node that they have selected; of several who have the same one, the last. */
  readonly #selected = new Map<string, number>()

  /** @param changed runs when selections changed; what is in hand is told by `put`. */
  constructor(room: Room, changed: () => void) {
    this.#room = room
    room.others.subscribe(({ joined, left, changed: others }) => {
      if (joined.size + left.size + others.size === 0) return
      this.#selected.clear()
      for (const { member, selection } of room.others.all())
        for (const id of selection) this.#selected.set(id, member)
      changed()
    })
  }

  put({ id, node }: BoundNode): void {
    if (node.heldBy === undefined || node.heldBy === this.#room.self.member) this.#held.delete(id)
    else this.#held.add(id)
  }

  delete(id: string): void {
    this.#held.delete(id)
  }

  *on(canvas: CanvasBinding): IterableIterator<Claim> {
    for (const [id, member] of this.#selected) {
      const item = canvas.node(id)
      const by = this.#room.others.get(member)
      if (item && by && !this.#held.has(id)) yield { item, by, isHeld: false }
    }
    for (const id of this.#held) {
      const item = canvas.node(id)
      const by = item?.node.heldBy === undefined ? undefined : this.#room.others.get(item.node.heldBy)
      if (item && by) yield { item, by, isHeld: true }
    }
  }
}
