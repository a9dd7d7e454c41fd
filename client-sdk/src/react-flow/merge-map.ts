/**
 * Items by id, listed in an order. What did not change stays the same object, and the list is a new array only if
 * something in it changed: React and React Flow compare by identity.
 */
export class MergeMap<Item> {
  private readonly items = new Map<string, Item>()
  private order: readonly string[] = []
  private listed: readonly Item[] = []
  /** Where the listed items are; undefined when others are to be listed, or in another order. */
  private places: ReadonlyMap<string, number> | undefined = new Map()
  /** Ids of items that are other objects than those listed. */
  private readonly changed = new Set<string>()

  get(id: string): Item | undefined {
    return this.items.get(id)
  }

  set(id: string, item: Item): void {
    const before = this.items.get(id)
    if (before === item) return
    this.items.set(id, item)
    if (before === undefined) this.places = undefined
    else this.changed.add(id)
  }

  delete(id: string): void {
    if (this.items.delete(id)) this.places = undefined
  }

  /** Ids without an item are not listed, nor are items whose id is not among them. */
  arrange(order: readonly string[]): void {
    if (order.length === this.order.length && order.every((id, index) => this.order[index] === id)) return
    this.order = order
    this.places = undefined
  }

  get ids(): IterableIterator<string> {
    return this.items.keys()
  }

  get list(): readonly Item[] {
    if (!this.places) this.relist()
    else if (this.changed.size > 0) this.patch(this.places)
    this.changed.clear()
    return this.listed
  }

  private relist(): void {
    const ids = this.order.filter((id) => this.items.has(id))
    this.places = new Map(ids.map((id, place) => [id, place]))
    this.listed = ids.map((id) => this.items.get(id) as Item)
  }

  /** One that moves in 10,000 costs a copy of the array, not a look at each of them. */
  private patch(places: ReadonlyMap<string, number>): void {
    const list = [...this.listed]
    for (const id of this.changed) {
      const place = places.get(id)
      if (place !== undefined) list[place] = this.items.get(id) as Item
    }
    this.listed = list
  }
}
