import type { CanvasNode } from '@coplane/client'
import type { Board } from './board.ts'
import type { Point } from '@coplane/client/bind'
import { groupAt } from './hit.ts'
import type { Kind } from './kinds.ts'
import { outermost, withContents } from './nesting.ts'

/** Quarter pixels: finer ones are invisible, and cost bytes in the document for ever. */
export function rounded(value: number): number {
  return Math.round(value * 4) / 4
}

/** Puts a node down with its centre at the point, inside the group that is there. */
export function addNode(board: Board, kind: Kind, at: Point): string {
  const group = groupAt(board.canvas, at)
  const id = board.room.nodes.create({
    type: kind.type,
    parent: group?.id ?? '',
    x: rounded(at[0] - kind.w / 2 - (group?.x ?? 0)),
    y: rounded(at[1] - kind.h / 2 - (group?.y ?? 0)),
    w: kind.w,
    h: kind.h,
    data:
      kind.header > 0
        ? { label: `New ${kind.name.toLowerCase()}` }
        : { label: `New ${kind.name.toLowerCase()}`, state: 'running' },
  })
  board.selection.replace([id])
  return id
}

/** Draws an edge, unless the two are the same or already joined that way. */
export function connect(board: Board, source: string, target: string): void {
  const { room } = board
  if (source === target || !room.nodes.has(source) || !room.nodes.has(target)) return
  const known = room.edges.of(source).find((edge) => edge.source[0] === source && edge.target[0] === target)
  const id = known?.id ?? room.edges.create({ type: 'call', source: [source, 'out'], target: [target, 'in'] })
  board.selection.replace([], [id])
}

/** Removes what is selected; a group goes with everything in it. Returns how many nodes that were. */
export function removeSelected(board: Board): number {
  const { room, canvas, selection } = board
  const nodes = withContents(canvas, selection.nodes)
  const edges = [...selection.edges]
  if (nodes.size === 0 && edges.length === 0) return 0
  room.batch(() => {
    room.edges.remove(edges)
    room.nodes.remove(nodes)
  })
  selection.clear()
  return nodes.size
}

/** Copies the selected nodes, what is in them and the edges among them, a little down and to the right. */
export function duplicateSelected(board: Board): void {
  const { room, canvas, selection } = board
  const originals = outermost(room, selection.nodes)
  const copies = new Map<string, string>()
  room.batch(() => {
    // A set keeps its order, and contents come after what contains them.
    for (const id of withContents(canvas, originals)) {
      const node = room.nodes.get(id)
      if (node) copies.set(id, room.nodes.create(copyOf(node, copies)))
    }
    for (const id of copies.keys())
      for (const { source, target, type, data } of room.edges.of(id)) {
        const from = copies.get(source[0])
        const to = copies.get(target[0])
        // Every edge is met at both of its ends; it is copied at its source.
        if (source[0] !== id || !from || !to) continue
        room.edges.create({ type, source: [from, source[1]], target: [to, target[1]], data })
      }
  })
  selection.replace(originals.map((id) => copies.get(id) ?? id))
}

function copyOf(
  node: CanvasNode,
  copies: ReadonlyMap<string, string>,
): Parameters<Board['room']['nodes']['create']>[0] {
  const parent = copies.get(node.parent)
  const shift = parent ? 0 : 24
  const { type, w, h, rotation, style, data } = node
  return {
    type,
    parent: parent ?? node.parent,
    x: node.x + shift,
    y: node.y + shift,
    w,
    h,
    rotation,
    data,
    ...(style !== undefined && { style }),
  }
}

export function nudgeSelected(board: Board, dx: number, dy: number): void {
  const { room, selection } = board
  room.batch(() => {
    for (const id of outermost(room, selection.nodes)) {
      const node = room.nodes.get(id)
      if (node) room.nodes.update(id, { x: node.x + dx, y: node.y + dy })
    }
  })
}

/** Sets one key of the user data of each node that is still there. */
export function setData({ room }: Board, ids: Iterable<string>, key: 'label' | 'state', value: string): void {
  room.batch(() => {
    for (const id of ids) room.nodes.update(id, { data: { [key]: value } })
  })
}
