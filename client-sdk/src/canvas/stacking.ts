import type { Gate } from './gate.ts'
import type { Hierarchy } from './hierarchy.ts'
import { orderKeysBetween } from './order-key.ts'

/** Which way nodes go among their siblings. */
export type Direction = 'front' | 'back' | 'forward' | 'backward'

/** Changes the painting order of siblings, writing only to the nodes that are moved. */
export class Stacking {
  private readonly hierarchy: Hierarchy
  private readonly gate: Gate
  private readonly setZ: (id: string, z: string) => void

  constructor(hierarchy: Hierarchy, gate: Gate, setZ: (id: string, z: string) => void) {
    this.hierarchy = hierarchy
    this.gate = gate
    this.setZ = setZ
  }

  /** @returns false when nothing is there to move, or may be. */
  move(ids: Iterable<string>, direction: Direction): boolean {
    const selected = new Set([...ids].filter((id) => this.hierarchy.has(id)))
    if (selected.size === 0) return false
    const parents = new Set([...selected].map((id) => this.hierarchy.parentOf(id)))
    return this.gate.edit({ nodes: [...selected] }, () => {
      for (const parent of parents) {
        const before = [...this.hierarchy.childrenOf(parent)]
        this.rearrange(before, arranged(before, selected, direction), selected, direction)
      }
    })
  }

  /** Each run of moved nodes gets keys between those of its new neighbours, which stay. */
  private rearrange(
    before: readonly string[],
    after: readonly string[],
    selected: ReadonlySet<string>,
    direction: Direction,
  ): void {
    for (let start = 0; start < after.length; start++) {
      if (!selected.has(after[start]!)) continue
      let end = start
      while (end < after.length && selected.has(after[end]!)) end++
      const run = after.slice(start, end)
      if (run.some((id, index) => before[start + index] !== id)) {
        const [lower, upper] = this.gap(after.slice(0, start), after.slice(end), direction)
        const keys = orderKeysBetween(lower, upper, run.length)
        for (const [index, id] of run.entries()) this.setZ(id, keys[index]!)
      }
      start = end
    }
  }

  /** Between equal keys nothing fits: then the nearest neighbour with another key bounds the gap, in the direction of travel. */
  private gap(below: string[], above: string[], direction: Direction): [string | null, string | null] {
    const zOf = (id: string | undefined): string | null => (id === undefined ? null : this.hierarchy.zOf(id))
    const lower = zOf(below.at(-1))
    const upper = zOf(above[0])
    if (lower === null || upper === null || lower < upper) return [lower, upper]
    if (direction === 'front' || direction === 'forward')
      return [lower, zOf(above.find((id) => this.hierarchy.zOf(id) > lower))]
    const lowest = below.filter((id) => this.hierarchy.zOf(id) < upper)
    return [zOf(lowest.at(-1)), upper]
  }
}

function arranged(
  siblings: readonly string[],
  selected: ReadonlySet<string>,
  direction: Direction,
): string[] {
  const isSelected = (id: string): boolean => selected.has(id)
  const rest = siblings.filter((id) => !selected.has(id))
  switch (direction) {
    case 'front':
      return [...rest, ...siblings.filter(isSelected)]
    case 'back':
      return [...siblings.filter(isSelected), ...rest]
    case 'forward':
      return stepped([...siblings], isSelected, -1)
    case 'backward':
      return stepped([...siblings], isSelected, 1)
    default:
      return direction satisfies never
  }
}

/** Every selected one changes places with its neighbour, unless that one is selected too. */
function stepped(order: string[], isSelected: (id: string) => boolean, walk: 1 | -1): string[] {
  const first = walk === -1 ? order.length - 2 : 1
  for (let at = first; at >= 0 && at < order.length; at += walk) {
    const mine = order[at]!
    const neighbour = order[at - walk]!
    if (!isSelected(mine) || isSelected(neighbour)) continue
    order[at] = neighbour
    order[at - walk] = mine
  }
  return order
}
