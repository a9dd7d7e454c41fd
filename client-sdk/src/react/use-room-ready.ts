import type { Room } from '../room.ts'
import { useRoom } from './room-context.ts'

type Readiness = { readonly is: 'ready' } | { readonly is: 'refused'; readonly error: unknown }

const settled = new WeakMap<Room, Readiness>()
const waiting = new WeakMap<Room, Promise<void>>()

/**
 * The room, once its content is here: suspends until the first sync, or until what this device kept of it is shown.
 * @throws RoomClosedError, into the nearest error boundary, when the server refuses the room for good.
 */
export function useRoomReady(): Room {
  const room = useRoom()
  const readiness = settled.get(room)
  if (readiness?.is === 'ready') return room
  if (readiness?.is === 'refused') throw readiness.error
  // React 18 has no `use`; both it and its successors wait for a promise that is thrown.
  // oxlint-disable-next-line typescript/only-throw-error
  throw settling(room)
}

/** One promise a room, so that React sees the same one at every attempt. It resolves either way. */
function settling(room: Room): Promise<void> {
  let promise = waiting.get(room)
  if (!promise) {
    promise = contentOf(room).then(
      () => void settled.set(room, { is: 'ready' }),
      (error: unknown) => void settled.set(room, { is: 'refused', error }),
    )
    waiting.set(room, promise)
  }
  return promise
}

/** An empty copy on this device says nothing yet of what the room holds. */
function contentOf(room: Room): Promise<void> {
  const kept = room.loaded.then(() => (room.nodes.size > 0 ? undefined : room.ready))
  return Promise.race([room.ready, kept])
}
