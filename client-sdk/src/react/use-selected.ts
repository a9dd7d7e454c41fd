import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import type { Equality } from './equality.ts'
import { memoSelector } from './selector-memo.ts'

/** Renders anew only when the selection changed. `subscribe` and `getSnapshot` must be stable functions. */
export function useSelected<Snapshot, Selection>(
  subscribe: (changed: () => void) => () => void,
  getSnapshot: () => Snapshot,
  selector: (snapshot: Snapshot) => Selection,
  equality: Equality<Selection>,
): Selection {
  const rendered = useRef<{ readonly selection: Selection } | undefined>(undefined)
  const getSelection = useMemo(
    () => memoSelector(getSnapshot, selector, equality, rendered.current),
    [getSnapshot, selector, equality],
  )
  // On a server the same reading serves: a room that somebody opened there is read as it is.
  const selection = useSyncExternalStore(subscribe, getSelection, getSelection)
  useEffect(() => {
    rendered.current = { selection }
  })
  return selection
}

/** The selector of a hook that was given none. */
export function identity<Value>(value: Value): Value {
  return value
}
