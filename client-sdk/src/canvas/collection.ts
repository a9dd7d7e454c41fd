import type * as Y from 'yjs'
import { Listeners } from '../listeners.ts'

/** What changed in one collection since the last animation frame, by id. */
export interface ItemChanges {
  readonly added: readonly string[]
  readonly updated: readonly string[]
  readonly removed: readonly string[]
}

/**
 * One Yjs root of a canvas (`nodes` or `edges`) as frozen plain objects, read when asked for and kept until they change.
 * Collects what changed for the next animation frame; only what changed is looked at again.
 */
export class Collection<Item> {
  readonly root: Y.Map<unknown>
  /** As the document says. */
  private readonly items = new Map<string, Item>()
  /** As it is shown. */
  private readonly seen = new Map<string, Item>()
  /** Ids that listeners have been told of and not seen removed. */
  private readonly shown = new Set<string>()
  private readonly touched = new Set<string>()
  private readonly byId = new Map<string, Listeners<[Item | undefined]>>()
  private readonly read: (id: string, entry: unknown) => Item | undefined
  private readonly changed: (ids: ReadonlySet<string>, cameOrWent: ReadonlySet<string>) => void
  private readonly overlay: (item: Item) => Item

  /**
   * @param read makes the object of an entry, or undefined where there is nothing to show.
   * @param changed hears of ids whose entry changed, and of those among them that came, went or were replaced whole.
   * @param overlay what is shown of an item instead; the item itself where that is nothing else.
   */
  constructor(
    root: Y.Map<unknown>,
    read: (id: string, entry: unknown) => Item | undefined,
    changed: (ids: ReadonlySet<string>, cameOrWent: ReadonlySet<string>) => void,
    overlay: (item: Item) => Item = (item) => item,
  ) {
    this.root = root
    this.read = read
    this.changed = changed
    this.overlay = overlay
    root.observeDeep((events) => this.observed(events))
  }

  get(id: string): Item | undefined {
    const known = this.seen.get(id)
    if (known && this.root.has(id)) return known
    const item = this.committed(id)
    if (!item) return undefined
    const seen = this.overlay(item)
    this.seen.set(id, seen)
    return seen
  }

  /** As the document has it, without the overlay. */
  committed(id: string): Item | undefined {
    const known = this.items.get(id)
    // An application may delete the entry itself, in a transaction that is still open.
    if (known && this.root.has(id)) return known
    const entry = this.root.get(id)
    const item = entry === undefined ? undefined : this.read(id, entry)
    if (item) this.items.set(id, item)
    return item
  }

  *all(): IterableIterator<Item> {
    for (const id of this.root.keys()) {
      const item = this.get(id)
      if (item) yield item
    }
  }

  subscribe(id: string, listener: (item: Item | undefined) => void): () => void {
    let listeners = this.byId.get(id)
    if (!listeners) this.byId.set(id, (listeners = new Listeners()))
    const stop = listeners.add(listener)
    return () => {
      stop()
      if (listeners.size === 0 && this.byId.get(id) === listeners) this.byId.delete(id)
    }
  }

  /** The entry was written in a transaction that may still be open: Yjs tells of it only at its end, readers ask now. */
  forget(id: string): void {
    this.items.delete(id)
    this.seen.delete(id)
  }

  /** Something that the item depends on changed, though its entry did not. */
  touch(id: string): void {
    this.forget(id)
    this.touched.add(id)
  }

  /** What the overlay makes of the item changed. */
  cover(id: string): void {
    this.seen.delete(id)
    this.touched.add(id)
  }

  /** Hands over what changed since the last call. */
  takeChanges(): ItemChanges & { readonly isEmpty: boolean } {
    const added: string[] = []
    const updated: string[] = []
    const removed: string[] = []
    for (const id of this.touched) {
      const isHere = this.get(id) !== undefined
      if (!isHere) {
        if (this.shown.delete(id)) removed.push(id)
      } else if (this.shown.has(id)) updated.push(id)
      else {
        this.shown.add(id)
        added.push(id)
      }
    }
    this.touched.clear()
    return { added, updated, removed, isEmpty: added.length + updated.length + removed.length === 0 }
  }

  /** Tells the listeners of the ids that changed, and no others. */
  tell({ added, updated, removed }: ItemChanges): void {
    if (this.byId.size === 0) return
    for (const ids of [added, updated, removed]) for (const id of ids) this.byId.get(id)?.tell(this.get(id))
  }

  private observed(events: readonly Y.YEvent<Y.AbstractType<unknown>>[]): void {
    const ids = new Set<string>()
    const cameOrWent = new Set<string>()
    for (const event of events) {
      if (event.target === (this.root as unknown))
        // Also what came and went within the transaction: it may have been read meanwhile.
        for (const id of (event as Y.YMapEvent<unknown>).keysChanged as Set<string>) cameOrWent.add(id)
      else ids.add(String(event.path[0]))
    }
    for (const id of cameOrWent) ids.add(id)
    for (const id of ids) this.touch(id)
    this.changed(ids, cameOrWent)
  }
}
