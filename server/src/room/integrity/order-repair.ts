import { isOrderKey, orderKeysBetween } from '@coplane/client/model/order-key'
import type { CanvasIndex } from './canvas-index.ts'
import type { Hanging } from './hanging.ts'
import type { Placed, SiblingOrder } from './sibling-order.ts'

/**
 * Gives every node that shares its z with a sibling of a lesser id, or has none that anything could be put beside, a new one
 * between its neighbours: what is painted above what does not change.
 * @param write stores the node's z. @returns how many.
 */
export function repairOrder(
  index: CanvasIndex,
  hanging: Hanging,
  random: () => number,
  write: (node: Placed) => void,
): number {
  const parents = new Map<string, Placed[]>()
  for (const node of hanging.reordered) {
    if (index.node(node.id) !== node) continue
    const group = parents.get(node.parent)
    if (group) group.push(node)
    else parents.set(node.parent, [node])
  }
  let repaired = 0
  // Randomness is drawn in an order that does not depend on who wrote first.
  for (const parent of [...parents.keys()].sort()) {
    const order = index.order(parent)!
    const wrong = findWrong(order, parents.get(parent)!, hanging)
    for (const node of rekey(order.all(), wrong, hanging, random)) {
      write(node)
      repaired++
    }
  }
  return repaired
}

/** Positions of nodes that need another z, ascending; only the suspects and those equal to them are looked at. */
function findWrong(order: SiblingOrder, suspects: readonly Placed[], hanging: Hanging): number[] {
  const all = order.all()
  const wrong: number[] = []
  let end = 0
  for (const position of suspects.map((node) => order.indexOf(node)).sort((left, right) => left - right)) {
    if (position < end) continue
    const { z } = all[position]!
    let start = position
    while (start > 0 && all[start - 1]!.z === z) start--
    for (end = position + 1; end < all.length && all[end]!.z === z;) end++
    hanging.looked += end - start + 1
    for (let each = isOrderKey(z) ? start + 1 : start; each < end; each++) wrong.push(each)
  }
  return wrong
}

/** @returns the nodes that got another z. They stay in their order, so they are changed where they stand. */
function rekey(
  all: readonly Placed[],
  wrong: readonly number[],
  hanging: Hanging,
  random: () => number,
): readonly Placed[] {
  const isWrong = new Set(wrong)
  const rekeyed: Placed[] = []
  let done = -1
  for (const position of wrong) {
    if (position <= done) continue
    // Between keys that are as long as keys can be there is no room: then their nodes get new ones too.
    for (let reach = 0; done < position; reach = reach * 2 + 1) {
      const from = Math.max(position - reach, 0)
      let to = Math.min(position + reach, all.length - 1)
      while (isWrong.has(to + 1)) to++
      const made = orderKeysBetween(all[from - 1]?.z, all[to + 1]?.z, to - from + 1, random)
      hanging.looked += made.length
      if (!made.every(isOrderKey)) continue
      for (const [offset, z] of made.entries()) {
        const node = all[from + offset]!
        node.z = z
        rekeyed.push(node)
      }
      done = to
    }
  }
  return rekeyed
}
