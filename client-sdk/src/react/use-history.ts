import { useMemo, useSyncExternalStore } from 'react'
import { useRoom } from './room-context.ts'

/** What `useHistory` returns. */
export interface RoomHistory {
  /** As `room.history.undo`. The same function at every render, fit for `onClick`. */
  readonly undo: () => boolean
  readonly redo: () => boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
}

/** Undo and redo of this session's own edits. */
export function useHistory(): RoomHistory {
  const { history } = useRoom()
  const own = useMemo(
    () => ({
      subscribe: (changed: () => void) => history.subscribe(changed),
      undo: () => history.undo(),
      redo: () => history.redo(),
    }),
    [history],
  )
  const canUndo = useFlag(own.subscribe, () => history.canUndo)
  const canRedo = useFlag(own.subscribe, () => history.canRedo)
  return useMemo(() => ({ undo: own.undo, redo: own.redo, canUndo, canRedo }), [own, canUndo, canRedo])
}

function useFlag(subscribe: (changed: () => void) => () => void, read: () => boolean): boolean {
  return useSyncExternalStore(subscribe, read, read)
}
