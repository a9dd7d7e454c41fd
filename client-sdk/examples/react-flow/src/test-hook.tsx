import type { Room } from '@coplane/client'
import { useRoom } from '@coplane/client/react'
import { useReactFlow } from '@xyflow/react'
import { useEffect } from 'react'
import { renderCounts } from './render-counts.ts'

interface ExposedView {
  toScreen(point: readonly [x: number, y: number]): readonly [x: number, y: number]
  centerOn(id: string): Promise<void>
  readonly counters: {
    /** By node, how often its component was rendered. */
    readonly renders: Readonly<Record<string, number>>
    /** Node elements in the page. */
    readonly visibleNodes: number
    /** What the room has told about its document so far. */
    readonly changeSets: number
  }
}

declare global {
  interface Window {
    coplane?: { readonly room: Room; readonly view: ExposedView }
  }
}

/** What an end-to-end test, or a curious person in the console, needs: the room, and where things are on screen. */
export function TestHook(): null {
  const room = useRoom()
  const flow = useReactFlow()
  useEffect(() => {
    let changeSets = 0
    const stop = room.subscribe(() => changeSets++)
    window.coplane = {
      room,
      view: {
        toScreen([x, y]) {
          const point = flow.flowToScreenPosition({ x, y })
          return [point.x, point.y]
        },
        async centerOn(id) {
          await flow.fitView({ nodes: [{ id }], maxZoom: 1, minZoom: 1, duration: 0 })
        },
        get counters() {
          return {
            renders: renderCounts(),
            visibleNodes: document.querySelectorAll('.react-flow__node').length,
            changeSets,
          }
        },
      },
    }
    return stop
  }, [room, flow])
  return null
}
