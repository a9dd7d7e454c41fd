import type { Board } from './board.ts'
import type { Point } from './box.ts'
import { contains } from './box.ts'
import { groupTitle } from './group-title.ts'
import { onHandle } from './handles.ts'

/** Screen pixels on either side of an edge that count as on it. */
const edgeReachPx = 7
/** Further out, edges are a texture that nobody aims at. */
const edgeLeastZoom = 0.2

export type Hit =
  | { readonly on: 'handle' | 'node' | 'edge'; readonly id: string }
  | { readonly on: 'nothing' }

/** What is under a screen point. */
export function hitTest(board: Board, at: Point): Hit {
  const { scene, wires, view, draft, selection } = board
  const point = view.toCanvas(at)
  for (const id of [draft.hovered, selection.only]) {
    const item = id && scene.get(id)
    if (item && item.kind.header === 0 && onHandle(item, point, view.zoom))
      return { on: 'handle', id: item.id }
  }
  const node = scene.cardAt(point) ?? titleAt(board, point)
  if (node) return { on: 'node', id: node.id }
  const edge = view.zoom >= edgeLeastZoom ? wires.at(point, edgeReachPx / view.zoom) : undefined
  return edge ? { on: 'edge', id: edge.id } : { on: 'nothing' }
}

function titleAt({ scene, view }: Board, [x, y]: Point): { readonly id: string } | undefined {
  for (const group of scene.groups) {
    const title = groupTitle(group, view)
    if (title && contains(title, x, y)) return group
  }
  return undefined
}
