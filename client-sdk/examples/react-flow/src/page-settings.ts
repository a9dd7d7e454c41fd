import { sampleSize } from './sample.ts'

/** What the page's address says: `?room=`, `?nodes=`, `?view=near`, `?culling=0`. */
export interface PageSettings {
  readonly room: string
  /** The room's WebSocket, at the origin that served the page. */
  readonly roomUrl: string
  /** How many nodes an empty room is filled with. */
  readonly nodes: number
  /** What is seen first: everything, or the middle of the canvas at 100 %. */
  readonly view: 'fit' | 'near'
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
    view: query.get('view') === 'near' ? 'near' : 'fit',
    culling: query.get('culling') !== '0',
  }
}
