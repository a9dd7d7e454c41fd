import type { Room } from '@coplane/client'
import type { Board } from './board.ts'
import type { Point } from '@coplane/client/bind'
import { groupAt } from './hit.ts'
import type { Kind } from './kinds.ts'

/** Puts a node down with its centre at the point, inside the group that is there. */
export function addNode(board: Board, kind: Kind, at: Point): string {
  const group = groupAt(board.canvas, at)
  const id = board.room.nodes.create({
    type: kind.type,
    parent: group?.id ?? '',
    x: at[0] - kind.w / 2 - (group?.x ?? 0),
    y: at[1] - kind.h / 2 - (group?.y ?? 0),
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

/** Those of the nodes that do not move along with another one of them. */
export function outermost({ nodes }: Room, ids: ReadonlySet<string>): string[] {
  const inside = new Set([...ids].flatMap((id) => nodes.descendantsOf(id)))
  return [...ids].filter((id) => nodes.has(id) && !inside.has(id))
}

/** Removes what is selected; a group goes with everything in it. Returns how many nodes that were. */
export function removeSelected({ room, selection }: Board): number {
  if (selection.isEmpty) return 0
  const before = room.nodes.size
  room.batch(() => {
    room.edges.remove(selection.edges)
    room.nodes.remove(selection.nodes)
  })
  selection.clear()
  return before - room.nodes.size
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
