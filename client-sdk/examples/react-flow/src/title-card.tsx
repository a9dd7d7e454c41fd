import { useNodes } from '@coplane/client/react'
import type { ReactNode } from 'react'
import { StatusPill } from './status-pill.tsx'

export function TitleCard({ room }: { readonly room: string }): ReactNode {
  const count = useNodes(({ length }) => length)
  return (
    <header className="panel title">
      <span className="logo" aria-hidden="true" />
      <h1>{room}</h1>
      <span className="muted">{count.toLocaleString('en')} nodes</span>
      <StatusPill />
    </header>
  )
}
