import { sampleSize } from './sample.ts'

/** What the page's address says: `?room=`, `?nodes=`, `?culling=`. */
export interface PageSettings {
  readonly room: string
  /** The room's WebSocket, at the origin that served the page. */
  readonly roomUrl: string
  /** How many nodes an empty room is filled with. */
  readonly nodes: number
  /** Whether React Flow renders only what is in the viewport. */
  readonly culling: boolean
}

export function readSettings({ search }: Pick<Location, 'search'>): PageSettings {
  const query = new URLSearchParams(search)
  const room = query.get('room') || 'react-flow'
  return {
    room,
    roomUrl: `/v1/rooms/${encodeURIComponent(room)}`,
    nodes: sampleSize(search),
    culling: query.get('culling') !== '0',
  }
}
