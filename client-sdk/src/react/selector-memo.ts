import type { Equality } from './equality.ts'

/**
 * A selection that is computed once a snapshot, and stays the same object as long as it is equal: what
 * useSyncExternalStore demands of a snapshot, whatever the selector returns.
 * @param before the selection of the last render, if there was one.
 */
export function memoSelector<Snapshot, Selection>(
  getSnapshot: () => Snapshot,
  selector: (snapshot: Snapshot) => Selection,
  equality: Equality<Selection>,
  before: { readonly selection: Selection } | undefined,
): () => Selection {
  let last: { readonly snapshot: Snapshot; readonly selection: Selection } | undefined
  return () => {
    const snapshot = getSnapshot()
    if (last && Object.is(last.snapshot, snapshot)) return last.selection
    const known = last ?? before
    const selected = selector(snapshot)
    const selection = known && equality(known.selection, selected) ? known.selection : selected
    last = { snapshot, selection }
    return selection
  }
}
