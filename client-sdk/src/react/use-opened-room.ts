import { useEffect, useRef, useState } from 'react'
import type { RoomOptions } from '../room-options.ts'
import type { Room } from '../room.ts'
import { RoomLease } from './room-lease.ts'

interface Opened {
  readonly url: string
  /** A failure to open is told by rendering it, so that an error boundary sees it. */
  readonly result: { readonly room: Room } | { readonly error: unknown }
}

/**
 * The room at a URL, open as long as the component is mounted; undefined before its first effect and on a server.
 * @throws TypeError for a URL that cannot name a room.
 */
export function useOpenedRoom(url: string | undefined, options: RoomOptions | undefined): Room | undefined {
  const [opened, setOpened] = useState<Opened>()
  const lease = useRef<RoomLease>(undefined)
  const newestOptions = useRef(options)
  useEffect(() => {
    newestOptions.current = options
  })
  useEffect(() => {
    if (url === undefined) return undefined
    try {
      if (!lease.current?.isFor(url)) lease.current = new RoomLease(url, newestOptions.current)
      const { room } = lease.current
      setOpened((before) => (isOf(before, room) ? before : { url, result: { room } }))
      return lease.current.take()
    } catch (error) {
      setOpened({ url, result: { error } })
      return undefined
    }
  }, [url])
  if (url === undefined || opened?.url !== url) return undefined
  if ('error' in opened.result) throw opened.result.error
  return opened.result.room
}

function isOf(opened: Opened | undefined, room: Room): boolean {
  return opened !== undefined && 'room' in opened.result && opened.result.room === room
}
