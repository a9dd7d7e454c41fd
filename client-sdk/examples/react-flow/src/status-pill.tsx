import { useStatus, useSync } from '@coplane/client/react'
import type { RoomStatus, SyncStatus } from '@coplane/client'
import type { ReactNode } from 'react'

/** Whether this person's work is safe: on the disk of the server, on its way there, or waiting for a connection. */
export function StatusPill(): ReactNode {
  const status = useStatus()
  const sync = useSync()
  return (
    <span className="status" data-testid="status" data-state={sync.state} data-unsaved={sync.unsaved}>
      {describe(status, sync)}
    </span>
  )
}

function describe(status: RoomStatus, { state, unsaved }: SyncStatus): string {
  if (status === 'closed') return 'Closed'
  switch (state) {
    case 'synced':
      return 'Synced'
    case 'saving':
      return 'Saving'
    case 'saved':
      return 'Saved'
    case 'offline': {
      const waiting = unsaved > 0 ? ` · ${unsaved.toLocaleString('en')} unsaved` : ''
      return `${status === 'offline' ? 'Offline' : 'Reconnecting'}${waiting}`
    }
    default:
      return state satisfies never
  }
}
