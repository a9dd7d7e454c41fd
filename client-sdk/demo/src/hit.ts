import type { BoundNode, CanvasBinding, Point } from '@coplane/client/bind'
import type { Board } from './board.ts'
import { contains } from './box.ts'
import { groupTitle } from './group-title.ts'
import { onHandle } from './handles.ts'
import { isGroup } from './kinds.ts'

/** Screen pixels on either side of an edge that count as on it. */
const edgeReachPx = 7
/** Further out, edges are a texture that nobody aims at. */
const edgeLeastZoom = 0.2

export type Hit =
  | { readonly on: 'handle' | 'node' | 'edge'; readonly id: string }
  | { readonly on: 'nothing' }

/** What is under a screen point. */
export function hitTest(board: Board, at: Point): Hit {
  const { canvas, wires, view, draft, selection } = board
  const point = view.toCanvas(at)
  for (const id of [draft.hovered, selection.only]) {
    const item = id && canvas.node(id)
    if (item && !isGroup(item) && onHandle(item, point, view.zoom)) return { on: 'handle', id: item.id }
  }
  const node = cardAt(canvas, point) ?? titleAt(board, point)
  if (node) return { on: 'node', id: node.id }
  const edge = view.zoom >= edgeLeastZoom ? wires.at(point, edgeReachPx / view.zoom) : undefined
  return edge ? { on: 'edge', id: edge.id } : { on: 'nothing' }
}

/** The topmost card at a point. */
export function cardAt(canvas: CanvasBinding, point: Point): BoundNode | undefined {
  return canvas.at(point).find((item) => !isGroup(item))
}

/** The innermost group around a point, without those that `excluded` names. */
export function groupAt(
  canvas: CanvasBinding,
  point: Point,
  excluded?: ReadonlySet<string>,
): BoundNode | undefined {
  return canvas.at(point).find((item) => isGroup(item) && !excluded?.has(item.id))
}

function titleAt({ groups, view }: Board, [x, y]: Point): { readonly id: string } | undefined {
  for (const group of groups.values()) {
    const title = groupTitle(group, view)
    if (title && contains(title, x, y)) return group
  }
  return undefined
}
