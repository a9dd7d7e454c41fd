import type { Room } from '@coplane/client'
import { element } from './element.ts'

/** A screen reader hears what lasted, not every keystroke's way to the disk. */
const announceMs = 1_500

/** Whether this person's work is safe: on the disk of the server, on its way there, or waiting for a connection. */
export function statusPill(room: Room): HTMLElement {
  const text = element('span', { class: 'status-text' })
  const spoken = element('span', { class: 'spoken', 'aria-live': 'polite' })
  const pill = element(
    'div',
    { class: 'status', 'data-testid': 'status' },
    element('span', { class: 'dot' }),
    text,
    spoken,
  )
  let timer: ReturnType<typeof setTimeout> | undefined
  const show = (): void => {
    const words = describe(room)
    pill.dataset['state'] = room.sync.state
    pill.dataset['connection'] = room.status
    pill.dataset['unsaved'] = String(room.sync.unsaved)
    pill.title = explain(room)
    text.textContent = words
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (spoken.textContent !== words) spoken.textContent = words
    }, announceMs)
  }
  room.onStatus(show)
  show()
  return pill
}

function describe({ status, sync }: Room): string {
  const waiting = sync.unsaved > 0 ? ` · ${sync.unsaved.toLocaleString('en')} unsaved` : ''
  if (status === 'closed') return `Closed${waiting}`
  switch (sync.state) {
    case 'synced':
      return 'Synced'
    case 'saving':
      return sync.unsaved > 1 ? `Saving ${sync.unsaved.toLocaleString('en')}` : 'Saving'
    case 'saved':
      return 'Saved'
    case 'offline':
      if (status === 'connecting') return `Connecting${waiting}`
      return status === 'reconnecting' ? `Reconnecting${waiting}` : `Offline${waiting}`
    default:
      return sync.state satisfies never
  }
}

function explain({ status, sync }: Room): string {
  if (status === 'closed') return 'The server closed this room for this page.'
  switch (sync.state) {
    case 'synced':
      return 'This page shows what the server has.'
    case 'saving':
      return 'Your edits are on their way to the server’s disk.'
    case 'saved':
      return 'All your edits are on the server’s disk.'
    case 'offline':
      return 'Keep editing: your edits are sent as soon as the connection is back.'
    default:
      return sync.state satisfies never
  }
}
