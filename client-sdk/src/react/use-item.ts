import { useCallback, useSyncExternalStore } from 'react'
import type { CanvasEdge } from '../canvas/edge.ts'
import type { CanvasNode } from '../canvas/node.ts'
import { useRoom } from './room-context.ts'

interface Items<Item> {
  get(id: string): Item | undefined
  subscribe(id: string, listener: () => void): () => void
}

/** One node; undefined while there is none of that id. Renders anew when this node changed and for no other. */
export function useNode(id: string): CanvasNode | undefined {
  return useItem(useRoom().nodes, id)
}

/** One edge; undefined while there is none of that id, or while one of its nodes is gone. */
export function useEdge(id: string): CanvasEdge | undefined {
  return useItem(useRoom().edges, id)
}

function useItem<Item>(items: Items<Item>, id: string): Item | undefined {
  const subscribe = useCallback((changed: () => void) => items.subscribe(id, changed), [items, id])
  const read = (): Item | undefined => items.get(id)
  return useSyncExternalStore(subscribe, read, read)
}
