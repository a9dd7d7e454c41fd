import * as Y from 'yjs'
import { isPlacement } from '../canvas/placement.ts'
import { keys } from '../model/layout.ts'

/**
 * The document as it was before a transaction. Can be asked while the transaction's observers run: Yjs collects
 * deleted content only after them, so that even the inside of a deleted entry can still be read.
 */
export class Before {
  private readonly transaction: Y.Transaction

  constructor(transaction: Y.Transaction) {
    this.transaction = transaction
  }

  /** Whether the item was there, and not deleted. */
  had(item: Y.Item): boolean {
    return !this.isNew(item) && (!item.deleted || Y.isDeleted(this.transaction.deleteSet, item.id))
  }

  /** The value that the map had under the key. */
  get(map: Y.Map<unknown>, key: string): unknown {
    // oxlint-disable-next-line no-underscore-dangle -- only there Yjs keeps what was deleted
    return this.valueOf(map._map.get(key))
  }

  *entries(map: Y.Map<unknown>): IterableIterator<[string, unknown]> {
    // oxlint-disable-next-line no-underscore-dangle -- only there Yjs keeps what was deleted
    for (const [key, item] of map._map) {
      const value = this.valueOf(item)
      if (value !== undefined) yield [key, value]
    }
  }

  /**
   * Where the node lay on the canvas, through all parents; rotation does not move its children.
   * @returns undefined for what was no node.
   */
  placeOf(nodes: Y.Map<unknown>, id: string): readonly [x: number, y: number] | undefined {
    let place: readonly [number, number] | undefined
    const seen = new Set<string>()
    for (let at = id; at !== '' && !seen.has(at);) {
      seen.add(at)
      const entry = this.get(nodes, at)
      const placement = entry instanceof Y.Map ? this.get(entry, keys.placement) : undefined
      if (!isPlacement(placement)) break
      place = [(place?.[0] ?? 0) + placement[1], (place?.[1] ?? 0) + placement[2]]
      at = placement[0]
    }
    return place
  }

  /** Of the versions of one key, newest first: the one that was there. */
  private valueOf(newest: Y.Item | undefined): unknown {
    let item = newest ?? null
    while (item !== null && this.isNew(item)) item = item.left
    return item !== null && this.had(item) ? item.content.getContent().at(-1) : undefined
  }

  private isNew({ id }: Y.Item): boolean {
    return id.clock >= (this.transaction.beforeState.get(id.client) ?? 0)
  }
}
