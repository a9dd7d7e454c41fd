import { useContext } from 'react'
import { RoomContext } from '../react/room-context.ts'
import type { Room } from '../room.ts'

/** The room that a component was given, or that of the nearest RoomProvider. @throws Error when there is neither. */
export function useFlowRoom(given: Room | undefined): Room {
  const provided = useContext(RoomContext)
  const room = given ?? provided
  if (!room) throw new Error('give it a room, or put a <RoomProvider> around it')
  return room
}
