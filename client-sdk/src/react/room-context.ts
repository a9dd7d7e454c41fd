import { createContext, useContext } from 'react'
import type { Room } from '../room.ts'

export const RoomContext = createContext<Room | undefined>(undefined)

/** The room of the nearest RoomProvider. @throws Error outside of one. */
export function useRoom(): Room {
  const room = useContext(RoomContext)
  if (!room) throw new Error('useRoom needs a <RoomProvider> around it')
  return room
}
