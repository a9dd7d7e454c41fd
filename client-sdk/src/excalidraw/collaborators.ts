import type { Others } from '../live/others.ts'

/** Somebody else, as Excalidraw shows them. */
export interface Collaborator {
  readonly id?: string
  readonly username?: string | null
  readonly pointer?: { readonly x: number; readonly y: number; readonly tool: 'pointer' | 'laser' }
  readonly selectedElementIds?: Readonly<Record<string, true>>
  readonly color?: { readonly background: string; readonly stroke: string }
}

/** Everybody else, by what Excalidraw calls a socket. Another member's profile is whatever they sent. */
export function collaboratorsOf(others: Others): Map<string, Collaborator> {
  const all = new Map<string, Collaborator>()
  for (const { member, profile, cursor, selection } of others.all()) {
    const id = String(member)
    const color = typeof profile.color === 'string' ? profile.color : undefined
    all.set(id, {
      id,
      username: typeof profile.name === 'string' ? profile.name : '',
      selectedElementIds: Object.fromEntries(selection.map((each) => [each, true])),
      ...(cursor && { pointer: { x: cursor[0], y: cursor[1], tool: 'pointer' } }),
      ...(color !== undefined && { color: { background: color, stroke: color } }),
    })
  }
  return all
}
