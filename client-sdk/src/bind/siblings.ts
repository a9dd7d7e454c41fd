/** What can stand among siblings: `z`, then `id`, say which lies above. */
interface Stacked {
  readonly id: string
  readonly z: string
}

/** The nodes of one parent, sorted when somebody asks: adding many costs one sort. */
export class Siblings<T extends Stacked> {
  private readonly all = new Set<T>()
  private sorted: readonly T[] | undefined

  add(node: T): void {
    this.all.add(node)
    this.sorted = undefined
  }

  delete(node: T): void {
    if (this.all.delete(node)) this.sorted = undefined
  }

  /** Its `z` changed. */
  restack(): void {
    this.sorted = undefined
  }

  values(): IterableIterator<T> {
    return this.all.values()
  }

  /** From back to front. */
  inOrder(): readonly T[] {
    return (this.sorted ??= [...this.all].sort((a, b) => compare(a.z, b.z) || compare(a.id, b.id)))
  }
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
