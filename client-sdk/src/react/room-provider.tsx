import type { ReactNode } from 'react'
import type { RoomOptions } from '../room-options.ts'
import type { Room } from '../room.ts'
import { RoomContext } from './room-context.ts'
import { useOpenedRoom } from './use-opened-room.ts'
import { useRoomReady } from './use-room-ready.ts'

/** A room that is open already, or where to open one. */
export type RoomProviderProps = {
  readonly children?: ReactNode
  /** Suspends the children until the room's content is here; a room that refuses us is an error of the nearest boundary. */
  readonly suspense?: boolean
  /** Shown until the room is open: before the first effect, and on a server. Not the fallback of a Suspense. */
  readonly fallback?: ReactNode
} & (
  | {
      /** As for `openRoom`. The room is left when the provider unmounts or gets another URL. */
      readonly url: string
      /** Read when the room is opened. */
      readonly options?: RoomOptions
    }
  | {
      /** A room of the application's own, which it closes itself. */
      readonly room: Room
    }
)

/**
 * Gives a room to the hooks below it.
 * @example <RoomProvider url="/v1/rooms/my-canvas" options={{ profile: { name: 'Ada' } }}><Board /></RoomProvider>
 */
export function RoomProvider(props: RoomProviderProps): ReactNode {
  const opened = useOpenedRoom(
    'url' in props ? props.url : undefined,
    'url' in props ? props.options : undefined,
  )
  const room = 'room' in props ? props.room : opened
  if (!room) return props.fallback
  return (
    <RoomContext.Provider value={room}>
      {props.suspense ? <WhenReady>{props.children}</WhenReady> : props.children}
    </RoomContext.Provider>
  )
}

function WhenReady({ children }: { readonly children: ReactNode }): ReactNode {
  useRoomReady()
  return children
}
