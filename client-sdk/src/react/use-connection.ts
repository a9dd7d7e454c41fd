import { useCallback, useSyncExternalStore } from 'react'
import type { Profile } from '../profile.ts'
import type { Role } from '../protocol/role.ts'
import type { RoomStatus } from '../room.ts'
import type { SyncStatus } from '../sync-status.ts'
import { shallowEqual } from './equality.ts'
import { useRoom } from './room-context.ts'
import { snapshotsOf } from './room-snapshots.ts'
import { identity, useSelected } from './use-selected.ts'

/** This member as the others see it. */
export interface SelfSnapshot {
  readonly profile: Profile
  /** Index in the room; undefined while not connected. */
  readonly member: number | undefined
}

/** Whether the room is connected. */
export function useStatus(): RoomStatus {
  const room = useRoom()
  const read = (): RoomStatus => room.status
  return useSyncExternalStore(snapshotsOf(room).subscribeStatus, read, read)
}

/** What this member may do; it may change while connected. */
export function useRole(): Role {
  const room = useRoom()
  const read = (): Role => room.role
  return useSyncExternalStore(snapshotsOf(room).subscribeStatus, read, read)
}

/** What of the own edits is on the server's disk. */
export function useSync(): SyncStatus {
  const room = useRoom()
  const read = useCallback(() => room.sync, [room])
  return useSelected(snapshotsOf(room).subscribeStatus, read, identity, shallowEqual)
}

/** Change it with `useRoom().self.setProfile`. */
export function useSelf(): SelfSnapshot {
  const room = useRoom()
  const read = useCallback(() => ({ profile: room.self.profile, member: room.self.member }), [room])
  return useSelected(snapshotsOf(room).subscribeStatus, read, identity, shallowEqual)
}
