import { useEffect, useRef } from 'react'
import type { RoomEvent } from '../room-event.ts'
import { useRoom } from './room-context.ts'

type EventListener = (event: RoomEvent) => void

/**
 * Calls back for every event of the room while the component is mounted, or for those of one type. The newest callback
 * is used: it need not be stable.
 * @example useEvents('deploy.step', ({ payload }) => setStep(payload))
 */
export function useEvents(callback: EventListener): void
export function useEvents(type: string, callback: EventListener): void
export function useEvents(...args: [EventListener] | [string, EventListener]): void {
  const room = useRoom()
  const [type, callback] = args.length === 1 ? [undefined, args[0]] : args
  const newest = useRef(callback)
  useEffect(() => {
    newest.current = callback
  })
  useEffect(
    () =>
      room.events.subscribe((event) => {
        if (type === undefined || event.type === type) newest.current(event)
      }),
    [room, type],
  )
}
