import { useStoreApi } from '@xyflow/react'
import { useEffect, useRef, type CSSProperties, type ReactNode } from 'react'
import type { Room } from '../room.ts'
import { CursorLayer } from './cursor-layer.ts'
import { useFlowRoom } from './flow-room.ts'

const style: CSSProperties = {
  position: 'absolute',
  inset: 0,
  width: '100%',
  height: '100%',
  // Above React Flow's nodes and selections, below its panels.
  zIndex: 4,
  pointerEvents: 'none',
}

/**
 * Everybody else's cursor with their name, and lines around what they have selected, in one layer however many they are.
 * @example <ReactFlow {...flow}><RemoteCursors room={room} /></ReactFlow>
 */
export function RemoteCursors(props: { readonly room?: Room }): ReactNode {
  const room = useFlowRoom(props.room)
  const store = useStoreApi()
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (!canvas.current) return undefined
    const layer = new CursorLayer(canvas.current, room, () => store.getState().transform)
    const stop = layer.start()
    const unsubscribe = store.subscribe(({ transform }, before) => {
      if (transform !== before.transform) layer.wake()
    })
    return () => {
      stop()
      unsubscribe()
    }
  }, [room, store])
  return <canvas ref={canvas} className="coplane-cursors" style={style} aria-hidden="true" />
}
