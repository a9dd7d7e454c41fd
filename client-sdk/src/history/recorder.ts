import * as Y from 'yjs'
import { isPlacement } from '../canvas/placement.ts'
import { Listeners } from '../listeners.ts'
import { keys } from '../model/layout.ts'
import { Before } from './before.ts'
import type { Change, EntryChange, RootName } from './change.ts'
import { storedEntryOf, storedOf, type Stored } from './stored.ts'

/**
 * Tells what every transaction that was made here changed on the canvas: by verbs, in nested batches, or by the
 * application on `room.doc` itself. What came from the server is not told.
 *
 * Changes are read from the document's own events, so they are right whoever made them: each key's value before the
 * transaction and after it, whole entries that came or went. They come synchronously at the end of the outermost
 * transaction and before its `update` event, so that whoever sends the update can keep the two together. To take them
 * back later, where nobody else wrote since, call `history.takeBack` with them.
 *
 * @example
 * recorder.onChanges((changes, transaction) => {
 *   // [{ is: 'key', root: 'nodes', id: 'n1', key: 'pl', before: { json: ['', 0, 0] }, after: { json: ['', 5, 0] } }]
 * })
 */
export class Recorder {
  private readonly roots: ReadonlyMap<RootName, Y.Map<unknown>>
  private readonly isForeign: (origin: unknown) => boolean
  private readonly listeners = new Listeners<[readonly Change[], Y.Transaction]>()
  private changes: Change[] = []

  /** @param isForeign says of a transaction's origin whether it brought what the server sent. */
  constructor(doc: Y.Doc, isForeign: (origin: unknown) => boolean) {
    this.roots = new Map(rootNames.map((name) => [name, doc.getMap(name)]))
    this.isForeign = isForeign
    for (const [name, root] of this.roots)
      root.observeDeep((events, transaction) => {
        if (this.listeners.size > 0 && !this.isForeign(transaction.origin))
          this.read(name, root, events, new Before(transaction))
      })
    doc.on('afterTransaction', (transaction) => this.tell(transaction))
  }

  /** @returns how to stop listening. */
  onChanges(listener: (changes: readonly Change[], transaction: Y.Transaction) => void): () => void {
    return this.listeners.add(listener)
  }

  private tell(transaction: Y.Transaction): void {
    if (this.changes.length === 0) return
    const { changes } = this
    this.changes = []
    this.listeners.tell(changes, transaction)
  }

  /** Events of outer types come before those of inner ones. */
  private read(
    name: RootName,
    root: Y.Map<unknown>,
    events: readonly Y.YEvent<Y.AbstractType<unknown>>[],
    before: Before,
  ): void {
    /** Ids of whole entries, and texts that are the new value of a key. */
    const told = new Set<unknown>()
    for (const event of events) {
      const { target, path } = event
      if (target === (root as unknown))
        for (const [key, { oldValue }] of event.keys) {
          told.add(key)
          this.readRootKey(name, root, key, oldValue, before)
        }
      else if (name !== 'meta' && path.length === 1 && target instanceof Y.Map && !told.has(path[0]))
        for (const [key, { oldValue }] of event.keys) {
          const value: unknown = target.get(key)
          told.add(value)
          this.push(name, String(path[0]), key, storedOf(oldValue, before), storedOf(value), before)
        }
      else if (target instanceof Y.Text && path.length <= 2 && !told.has(path[0]) && !told.has(target)) {
        const [id, key] = path.length === 1 ? ['', path[0]] : path
        this.push(name, String(id), String(key), storedOf(target, before), storedOf(target), before)
      }
    }
  }

  private readRootKey(name: RootName, root: Y.Map<unknown>, id: string, old: unknown, before: Before): void {
    const now = root.get(id)
    const was = old instanceof Y.Map ? storedEntryOf(old as Y.Map<unknown>, before) : undefined
    const is = now instanceof Y.Map ? storedEntryOf(now as Y.Map<unknown>) : undefined
    if (name === 'meta' || (!was && !is))
      return this.push(name, '', id, storedOf(old, before), storedOf(now), before)
    const change: EntryChange = {
      is: 'entry',
      root: name,
      id,
      before: was,
      after: is,
      // oxlint-disable-next-line no-underscore-dangle -- Yjs says it nowhere else
      madeBy: is && (now as Y.Map<unknown>)._item?.id.client,
      parentPlace: was && this.parentPlace(was.get(keys.placement), before),
    }
    this.changes.push(change)
  }

  private push(
    root: RootName,
    id: string,
    key: string,
    was: Stored | undefined,
    is: Stored | undefined,
    before: Before,
  ): void {
    if (!was && !is) return
    const parentPlace = root === 'nodes' && key === keys.placement ? this.parentPlace(was, before) : undefined
    this.changes.push({ is: 'key', root, id, key, before: was, after: is, parentPlace })
  }

  private parentPlace(
    placement: Stored | undefined,
    before: Before,
  ): readonly [x: number, y: number] | undefined {
    const value: unknown = placement && 'json' in placement ? placement.json : undefined
    if (!isPlacement(value) || value[0] === '') return undefined
    return before.placeOf(this.roots.get('nodes')!, value[0])
  }
}

const rootNames: readonly RootName[] = ['nodes', 'edges', 'meta']
