import type { Session } from './session.ts'

/** How safe own edits are. */
export interface SyncStatus {
  /**
   * `synced`: connected, and nothing was edited here yet. `saving`: own edits are on their way to the disk.
   * `saved`: every own edit is on disk and survives a crash of the server. `offline`: not connected; edits wait.
   */
  readonly state: 'synced' | 'saving' | 'saved' | 'offline'
  /** Own edits (transactions) that are not known to be on disk. Those that an earlier page left on this device count too. */
  readonly unsaved: number
  /** Of those, the ones that the server has not answered for yet. */
  readonly pendingOps: number
  /** Own edits that are on the server's disk. */
  readonly durable: number
  /** Of the unsaved ones, those that would be lost with this page: not kept on this device either. */
  readonly atRisk: number
  /** Why this device keeps nothing more of this room; undefined while it does, or was not asked to. */
  readonly offlineFailure: string | undefined
}

export function syncStatusOf({ edits, copy, connection }: Session): SyncStatus {
  const { unsaved, unacked, saved } = edits.outbox
  const state = unsaved > 0 ? 'saving' : saved > 0 ? 'saved' : 'synced'
  return {
    state: connection.isLive ? state : 'offline',
    unsaved,
    pendingOps: unacked,
    durable: saved,
    atRisk: copy ? copy.atRisk : unsaved,
    offlineFailure: copy?.failure,
  }
}
