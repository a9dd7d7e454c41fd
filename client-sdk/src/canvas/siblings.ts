/** The children of one parent, in painting order: by z, then by id, the front last. */
export class Siblings {
  private readonly zOf = new Map<string, string>()
  /** Made when asked for, then kept in order by single changes. */
  private sorted: string[] | undefined

  get size(): number {
    return this.zOf.size
  }

  /** Back to front. */
  ids(): readonly string[] {
    this.sorted ??= [...this.zOf.keys()].sort((left, right) => this.compare(left, right))
    return this.sorted
  }

  z(id: string): string | undefined {
    return this.zOf.get(id)
  }

  set(id: string, z: string): void {
    if (this.zOf.get(id) === z) return
    this.delete(id)
    this.zOf.set(id, z)
    this.sorted?.splice(this.placeFor(id), 0, id)
  }

  delete(id: string): void {
    if (!this.zOf.has(id)) return
    this.sorted?.splice(this.placeFor(id), 1)
    this.zOf.delete(id)
  }

  /** How many come before the one with this id and its z. */
  private placeFor(id: string): number {
    const sorted = this.sorted!
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.compare(sorted[middle]!, id) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  private compare(left: string, right: string): number {
    const leftZ = this.zOf.get(left)!
    const rightZ = this.zOf.get(right)!
    if (leftZ !== rightZ) return leftZ < rightZ ? -1 : 1
    return left < right ? -1 : 1
  }
}
