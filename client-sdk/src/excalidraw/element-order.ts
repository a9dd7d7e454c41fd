import { orderKeysBetween } from '../canvas/order-key.ts'

interface Stacked {
  readonly id: string
  readonly z: string
}

/**
 * New z keys that put the nodes into this order, from back to front: as few as can be, because everybody else's order
 * rests on the keys that stay.
 */
export function restacked(nodes: readonly Stacked[]): ReadonlyMap<string, string> {
  const keys = new Map<string, string>()
  const kept = longestAscending(nodes)
  for (let start = 0; start < nodes.length; start++) {
    if (kept.has(start)) continue
    let end = start
    while (end < nodes.length && !kept.has(end)) end++
    const fresh = orderKeysBetween(nodes[start - 1]?.z ?? null, nodes[end]?.z ?? null, end - start)
    for (const [offset, key] of fresh.entries()) keys.set((nodes[start + offset] as Stacked).id, key)
    start = end
  }
  return keys
}

/** Positions of a longest subsequence that is in order already (patience sorting). */
function longestAscending(nodes: readonly Stacked[]): ReadonlySet<number> {
  /** The position of the lowest last node of an ascending run of each length. */
  const tails: number[] = []
  const previous: (number | undefined)[] = []
  for (const [position, node] of nodes.entries()) {
    let low = 0
    let high = tails.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (isBelow(nodes[tails[middle] as number] as Stacked, node)) low = middle + 1
      else high = middle
    }
    previous.push(tails[low - 1])
    tails[low] = position
  }
  const kept = new Set<number>()
  for (let at = tails.at(-1); at !== undefined; at = previous[at]) kept.add(at)
  return kept
}

function isBelow(left: Stacked, right: Stacked): boolean {
  return left.z < right.z || (left.z === right.z && left.id < right.id)
}
