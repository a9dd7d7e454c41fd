import { useEffect, useRef } from 'react'
import type { Reject } from '../reject.ts'
import { useRoom } from './room-context.ts'

/**
 * Calls back for every edit of this session that did not come to be, while the component is mounted. The newest
 * callback is used: it need not be stable.
 * @example useRejects(({ message }) => toast(message))
 */
export function useRejects(callback: (reject: Reject) => void): void {
  const room = useRoom()
  const newest = useRef(callback)
  useEffect(() => {
    newest.current = callback
  })
  useEffect(() => room.onReject((reject) => newest.current(reject)), [room])
}
