/**
 * Items by id, listed in an order. What did not change stays the same object, and the list is a new array only if
 * something in it changed: React and React Flow compare by identity.
 */
export class MergeMap<Item> {
  private readonly items = new Map<string, Item>()
  private order: readonly string[] = []
  private listed: readonly Item[] | undefined = []

  get(id: string): Item | undefined {
    return this.items.get(id)
  }

  set(id: string, item: Item): void {
    if (this.items.get(id) === item) return
    this.items.set(id, item)
    this.listed = undefined
  }

  delete(id: string): void {
    if (this.items.delete(id)) this.listed = undefined
  }

  /** Ids without an item are not listed, nor are items whose id is not among them. */
  arrange(order: readonly string[]): void {
    if (order.length === this.order.length && order.every((id, index) => this.order[index] === id)) return
    this.order = order
    this.listed = undefined
  }

  get ids(): IterableIterator<string> {
    return this.items.keys()
  }

  get list(): readonly Item[] {
    return (this.listed ??= this.order.flatMap((id) => this.items.get(id) ?? []))
  }
}
