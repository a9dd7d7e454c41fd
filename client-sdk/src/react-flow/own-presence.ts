import { useStore, useStoreApi } from '@xyflow/react'
import { useEffect } from 'react'
import type { Room } from '../room.ts'
import { useFlowRoom } from './flow-room.ts'

/**
 * Shows the others where this pointer is; put it into `<ReactFlow>`. Draws nothing.
 * @example <ReactFlow {...flow}><RemoteCursors room={room} /><OwnPresence room={room} /></ReactFlow>
 */
export function OwnPresence(props: { readonly room?: Room }): null {
  const room = useFlowRoom(props.room)
  const store = useStoreApi()
  const pane = useStore(({ domNode }) => domNode)
  useEffect(() => {
    if (!pane) return undefined
    let pointer: { readonly clientX: number; readonly clientY: number } | undefined
    const send = (): void => {
      if (!pointer) return room.cursor.set(undefined)
      const { left, top } = pane.getBoundingClientRect()
      const [x, y, zoom] = store.getState().transform
      room.cursor.set([(pointer.clientX - left - x) / zoom, (pointer.clientY - top - y) / zoom])
    }
    const moved = (event: PointerEvent): void => {
      pointer = event
      send()
    }
    const gone = (): void => {
      pointer = undefined
      send()
    }
    // While the canvas is panned or zoomed under it, a pointer that rests is elsewhere on the canvas.
    const unsubscribe = store.subscribe(({ transform }, before) => {
      if (transform !== before.transform) send()
    })
    // Captured, because nodes may keep a move to themselves.
    pane.addEventListener('pointermove', moved, true)
    pane.addEventListener('pointerleave', gone)
    pane.addEventListener('pointercancel', gone)
    return () => {
      pane.removeEventListener('pointermove', moved, true)
      pane.removeEventListener('pointerleave', gone)
      pane.removeEventListener('pointercancel', gone)
      unsubscribe()
      gone()
    }
  }, [pane, room, store])
  return null
}
