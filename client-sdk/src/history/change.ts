import { isSame } from '../json.ts'
import { weightOf, type Stored, type StoredEntry } from './stored.ts'

export type RootName = 'nodes' | 'edges' | 'meta'

/** One key got another value. */
export interface KeyChange {
  readonly is: 'key'
  readonly root: RootName
  /** The node or edge; '' for a key of the root itself (every key of `meta`, and an entry that is no map). */
  readonly id: string
  /** As in the document: `pl`, `sz`, `d:label` … */
  readonly key: string
  /** Undefined: the key was not there. */
  readonly before: Stored | undefined
  /** Undefined: the key is not there any more. */
  readonly after: Stored | undefined
  /** With `pl`: where the parent lay on the canvas before, needed if it is gone when the node is to go back. */
  readonly parentPlace: readonly [x: number, y: number] | undefined
}

/** A whole node or edge came, went, or was replaced by another under its id. */
export interface EntryChange {
  readonly is: 'entry'
  readonly root: 'nodes' | 'edges'
  readonly id: string
  /** Undefined: it was created. */
  readonly before: StoredEntry | undefined
  /** Undefined: it was deleted. */
  readonly after: StoredEntry | undefined
  /** The Yjs client that made what is there now; undefined when nothing is. */
  readonly madeBy: number | undefined
  /** Of a node that went: where its parent lay on the canvas. */
  readonly parentPlace: readonly [x: number, y: number] | undefined
}

/** What one transaction changed in one place. Plain data: can be kept, cloned and stored. */
export type Change = KeyChange | EntryChange

/** About how many bytes of memory the change holds. */
export function changeWeight(change: Change): number {
  return 100 + change.id.length * 2 + weightOf(change.before) + weightOf(change.after)
}

/** One list of changes that stands for both, `later` made after `earlier`; what cancels out is left out. */
export function joinChanges(earlier: readonly Change[], later: readonly Change[]): Change[] {
  const joined = new Map<string, Change[]>()
  for (const change of [...earlier, ...later]) {
    const slot = slotOf(change)
    const list = joined.get(slot)
    if (list) join(list, change)
    else joined.set(slot, [change])
  }
  return [...joined.values()].flat()
}

/** Changes of one entry, or of one key of a root, are joined with each other. */
function slotOf({ root, id, ...change }: Change): string {
  return JSON.stringify(id === '' && change.is === 'key' ? [root, change.key] : [root, id, 0])
}

function join(list: Change[], change: Change): void {
  const at = lastIndex(list, (each) => each.is === 'entry')
  const entry = list[at] as EntryChange | undefined
  if (change.is === 'entry') {
    if (!entry || (entry.after === undefined) !== (change.before === undefined)) {
      list.push(change)
      return
    }
    // What happened to the entry in between went with it.
    list.length = at
    if (entry.before || change.after)
      list.push({ ...change, before: entry.before, parentPlace: entry.parentPlace })
    return
  }
  // Made in the same step: taking the entry away takes its keys with it.
  if (entry?.after) return
  const same = lastIndex(list, (each) => each.is === 'key' && each.key === change.key)
  const known = list[same]
  if (known?.is !== 'key' || same < at || !isSame(known.after, change.before)) list.push(change)
  else if (isSame(known.before, change.after)) list.splice(same, 1)
  else list[same] = { ...change, before: known.before, parentPlace: known.parentPlace }
}

function lastIndex(list: readonly Change[], is: (change: Change) => boolean): number {
  let at = list.length - 1
  while (at >= 0 && !is(list[at]!)) at--
  return at
}
