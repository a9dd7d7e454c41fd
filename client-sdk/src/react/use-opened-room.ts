import { useEffect, useRef, useState } from 'react'
import { openRoom } from '../open-room.ts'
import type { RoomOptions } from '../room-options.ts'
import type { Room } from '../room.ts'

type Opened =
  | { readonly url: string; readonly room: Room }
  | { readonly url: string; readonly error: unknown }
  | undefined

/**
 * The room at a URL, open as long as the component is mounted; undefined before its first effect and on a server.
 * @throws TypeError for a URL that cannot name a room, while rendering, so that an error boundary sees it.
 */
export function useOpenedRoom(url: string | undefined, options: RoomOptions | undefined): Room | undefined {
  const [opened, setOpened] = useState<Opened>()
  const newestOptions = useRef(options)
  useEffect(() => {
    newestOptions.current = options
  })
  useEffect(() => {
    if (url === undefined) return undefined
    let isWanted = true
    let room: Room | undefined
    // StrictMode mounts, unmounts and mounts again in one turn: the others need not see us come twice.
    queueMicrotask(() => {
      if (!isWanted) return
      try {
        room = openRoom(url, newestOptions.current)
        setOpened({ url, room })
      } catch (error) {
        setOpened({ url, error })
      }
    })
    return () => {
      isWanted = false
      room?.close()
    }
  }, [url])
  if (opened?.url !== url || opened === undefined) return undefined
  if ('error' in opened) throw opened.error
  return opened.room
}
