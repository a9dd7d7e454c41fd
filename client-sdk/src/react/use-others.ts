import { useSyncExternalStore } from 'react'
import type { Other } from '../live/others.ts'
import type { Equality } from './equality.ts'
import { useRoom } from './room-context.ts'
import { snapshotsOf } from './room-snapshots.ts'
import { identity, useSelected } from './use-selected.ts'

/**
 * Everybody else in the room, or what a selector makes of them. Without a selector it renders anew with every cursor
 * that moves: paint cursors in a canvas instead.
 * @example const names = useOthers((others) => others.map(({ profile }) => profile.name ?? 'Guest'), shallowEqual)
 */
export function useOthers(): readonly Other[]
export function useOthers<Selection>(
  selector: (others: readonly Other[]) => Selection,
  equality?: Equality<Selection>,
): Selection
export function useOthers(
  selector: (others: readonly Other[]) => unknown = identity,
  equality: Equality<unknown> = Object.is,
): unknown {
  const snapshots = snapshotsOf(useRoom())
  return useSelected(snapshots.subscribeOthers, snapshots.readOthers, selector, equality)
}

/** One of the others, by member index; undefined once they left. */
export function useOther(member: number): Other | undefined {
  const room = useRoom()
  const read = (): Other | undefined => room.others.get(member)
  return useSyncExternalStore(snapshotsOf(room).subscribeOthers, read, read)
}
