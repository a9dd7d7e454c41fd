/** A node as the index knows it: where it stood after the last repair. */
export interface Placed {
  readonly id: string
  parent: string
  x: number
  y: number
  /** As stored; '' when it is no string. */
  z: string
}

/** The children of one parent in painting order: by z, then by id. */
export class SiblingOrder {
  private readonly sorted: Placed[] = []
  /** Not yet in their place, so that many that come at once are sorted at once. */
  private fresh: Placed[] = []

  get size(): number {
    return this.sorted.length + this.fresh.length
  }

  add(node: Placed): void {
    this.fresh.push(node)
  }

  /** To be called before the node's z changes. */
  remove(node: Placed): void {
    const all = this.all()
    const index = this.indexOf(node)
    if (all[index] === node) this.sorted.splice(index, 1)
  }

  all(): readonly Placed[] {
    const { sorted, fresh } = this
    if (fresh.length === 0) return sorted
    this.fresh = []
    if (fresh.length > 8 + sorted.length / 8) {
      for (const node of fresh) sorted.push(node)
      sorted.sort(compare)
    } else for (const node of fresh) sorted.splice(this.indexOf(node), 0, node)
    return sorted
  }

  /** How many come before this node. */
  indexOf(node: Placed): number {
    const all = this.all()
    let low = 0
    let high = all.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (compare(all[middle]!, node) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

function compare(left: Placed, right: Placed): number {
  if (left.z !== right.z) return left.z < right.z ? -1 : 1
  if (left.id === right.id) return 0
  return left.id < right.id ? -1 : 1
}
