import * as Y from 'yjs'
import { isPlacement } from '../canvas/placement.ts'
import { isSame } from '../json.ts'
import { keys } from '../model/layout.ts'
import type { Change, EntryChange, KeyChange } from './change.ts'
import { storedOf, unstored, type Stored } from './stored.ts'
import { applyRuns } from './text-run.ts'

/** The canvas as `revert` reads and writes it. */
export interface Revertible {
  readonly doc: Y.Doc
  edgesAt(node: string): Iterable<string>
  childrenOf(node: string): Iterable<string>
  /** An entry was written: its cached reading is stale, though the transaction is still open. */
  wrote(root: 'nodes' | 'edges', id: string): void
}

/**
 * Takes changes back, each only where the value is still the one that the change wrote, in one transaction.
 *
 * - A key gets the value it had. A parent that is gone leaves the node on the canvas where it was; a parent that lies in
 *   the node by now, or an end of an edge that is gone, leaves the key alone.
 * - What was created is deleted, with the edges at it; what others put into it stays where it is on the canvas. An entry
 *   that somebody else made under the same id stays.
 * - What was deleted is made again from its snapshot, unless it exists. A parent that is gone is left out, and an edge
 *   whose end is gone is not made.
 *
 * Writes nothing at all when nothing applies. A `Recorder` that listens hears what was really done, which is the inverse
 * of this call.
 *
 * @param origin the transaction's origin, by which the one who listens can tell this edit from others.
 * @returns how many of the changes were taken back.
 */
export function revert(changes: readonly Change[], canvas: Revertible, origin: unknown): number {
  return canvas.doc.transact(() => new Reverting(canvas).run(newestFirst(changes)), origin)
}

class Reverting {
  private applied = 0
  private readonly canvas: Revertible
  private readonly nodes: Y.Map<unknown>
  private readonly edges: Y.Map<unknown>

  constructor(canvas: Revertible) {
    this.canvas = canvas
    this.nodes = canvas.doc.getMap('nodes')
    this.edges = canvas.doc.getMap('edges')
  }

  /** Nodes come back before what refers to them, and go after it. */
  run(changes: readonly Change[]): number {
    const nodes = changes.filter(({ root }) => root === 'nodes')
    const edges = changes.filter(({ root }) => root === 'edges')
    const entries = nodes.filter((change) => change.is === 'entry')
    for (const change of entries) if (change.before) this.bringBack(change)
    // Only now are all parents there that will be.
    for (const change of entries) if (change.before) this.freeOfParent(change)
    for (const change of nodes) if (change.is === 'key') this.setKey(change)
    for (const change of edges) {
      if (change.is === 'key') this.setKey(change)
      else if (change.before) this.bringBack(change)
      else this.takeAway(change)
    }
    for (const change of entries) if (!change.before) this.takeAway(change)
    for (const change of changes) if (change.root === 'meta' && change.is === 'key') this.setKey(change)
    return this.applied
  }

  private bringBack({ root, id, before, after, madeBy }: EntryChange): void {
    const entries = this[root]
    // A replaced entry is there still; a deleted one that is there was made by somebody else.
    if (after ? !isMadeBy(madeBy, entries.get(id)) : entries.has(id)) return
    if (root === 'edges' && !this.canEnd(before!.get(keys.source), before!.get(keys.target))) return
    const entry = new Y.Map<unknown>()
    for (const [key, value] of before!) entry.set(key, unstored(value))
    entries.set(id, entry)
    this.done(root, id)
  }

  private freeOfParent({ id, before, parentPlace }: EntryChange): void {
    const entry = this.nodes.get(id)
    const placement = before!.get(keys.placement)
    if (!(entry instanceof Y.Map) || !placement || !isSame(storedOf(entry.get(keys.placement)), placement))
      return
    const free = this.possible(id, placement, parentPlace)
    if (free === placement) return
    entry.set(keys.placement, unstored(free ?? withoutParent(placement, parentPlace)))
    this.canvas.wrote('nodes', id)
  }

  private setKey(change: KeyChange): void {
    const { root, id, key, after } = change
    const map: unknown = id === '' ? this.canvas.doc.getMap(root) : this.canvas.doc.getMap(root).get(id)
    if (!(map instanceof Y.Map)) return
    const now: unknown = map.get(key)
    if (!isSame(storedOf(now), after)) return
    const wanted = this.wanted(change)
    if (wanted === 'impossible') return
    if (!wanted) map.delete(key)
    else if ('text' in wanted && now instanceof Y.Text) applyRuns(now, wanted.text)
    else map.set(key, unstored(wanted))
    if (root === 'meta') this.applied++
    else this.done(root, id || key)
  }

  private wanted({ root, id, key, before, parentPlace }: KeyChange): Stored | undefined | 'impossible' {
    if (!before) return undefined
    if (root === 'nodes' && key === keys.placement)
      return this.possible(id, before, parentPlace) ?? 'impossible'
    if (root === 'edges' && (key === keys.source || key === keys.target) && !this.canEnd(before))
      return 'impossible'
    return before
  }

  private takeAway({ root, id, madeBy }: EntryChange): void {
    const entry = this[root].get(id)
    if (!isMadeBy(madeBy, entry)) return
    if (root === 'nodes') {
      for (const edge of [...this.canvas.edgesAt(id)]) {
        this.edges.delete(edge)
        this.canvas.wrote('edges', edge)
      }
      const placement: unknown = entry instanceof Y.Map ? entry.get(keys.placement) : undefined
      if (isPlacement(placement))
        for (const child of [...this.canvas.childrenOf(id)]) this.moveOut(child, placement)
    }
    this[root].delete(id)
    this.done(root, id)
  }

  /** What others put into a node that goes stays where it is. */
  private moveOut(child: string, [parent, dx, dy]: readonly [string, number, number]): void {
    const entry = this.nodes.get(child)
    const placement: unknown = entry instanceof Y.Map ? entry.get(keys.placement) : undefined
    if (!(entry instanceof Y.Map) || !isPlacement(placement)) return
    entry.set(keys.placement, [parent, placement[1] + dx, placement[2] + dy])
    this.canvas.wrote('nodes', child)
  }

  /** The placement as it can be now. @returns undefined where it would put the node into itself. */
  private possible(
    id: string,
    placement: Stored,
    parentPlace: readonly [number, number] | undefined,
  ): Stored | undefined {
    const parent = parentIn(placement)
    if (parent === '') return placement
    if (!this.nodes.has(parent)) return withoutParent(placement, parentPlace)
    const seen = new Set<string>()
    for (let at = parent; at !== '' && !seen.has(at); at = this.parentOf(at)) {
      if (at === id) return undefined
      seen.add(at)
    }
    return placement
  }

  private parentOf(id: string): string {
    const entry = this.nodes.get(id)
    return entry instanceof Y.Map ? parentIn(storedOf(entry.get(keys.placement))) : ''
  }

  private canEnd(...ends: readonly (Stored | undefined)[]): boolean {
    return ends.every((end) => {
      const value: unknown = end && 'json' in end ? end.json : undefined
      return Array.isArray(value) && this.nodes.has(String(value[0]))
    })
  }

  private done(root: 'nodes' | 'edges', id: string): void {
    this.applied++
    this.canvas.wrote(root, id)
  }
}

/** Of two who make one id at the same time, one replaces the other's entry. */
function isMadeBy(client: number | undefined, entry: unknown): boolean {
  // oxlint-disable-next-line no-underscore-dangle -- Yjs says it nowhere else
  return entry instanceof Y.Map && entry._item?.id.client === client
}

function newestFirst(changes: readonly Change[]): Change[] {
  return changes.map((_, index) => changes[changes.length - 1 - index]!)
}

function parentIn(placement: Stored | undefined): string {
  const value: unknown = placement && 'json' in placement ? placement.json : undefined
  return isPlacement(value) ? value[0] : ''
}

function withoutParent(placement: Stored, [px, py]: readonly [number, number] = [0, 0]): Stored {
  const value: unknown = 'json' in placement ? placement.json : undefined
  return isPlacement(value) ? { json: ['', value[1] + px, value[2] + py] } : placement
}
