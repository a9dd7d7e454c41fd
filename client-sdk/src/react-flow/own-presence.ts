import { useStore, useStoreApi } from '@xyflow/react'
import { useEffect } from 'react'
import type { Room } from '../room.ts'
import { useFlowRoom } from './flow-room.ts'

/**
 * Tells the room where this pointer is and what of the canvas is visible here, which is where it sends cursors and gestures
 * of. Put it into `<ReactFlow>`; it draws nothing.
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
    const look = (): void => {
      const { transform, width, height } = store.getState()
      const [x, y, zoom] = transform
      if (width === 0 || height === 0) return
      room.viewport.set({ x: -x / zoom, y: -y / zoom, w: width / zoom, h: height / zoom, zoom })
      // A pointer that rests while the canvas is panned or zoomed under it is elsewhere on the canvas.
      if (pointer) send()
    }
    look()
    const unsubscribe = store.subscribe((state, before) => {
      if (
        state.transform !== before.transform ||
        state.width !== before.width ||
        state.height !== before.height
      )
        look()
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
