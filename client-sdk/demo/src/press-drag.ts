import type { Point } from '@coplane/client/bind'
import type { Board } from './board.ts'
import { rounded } from './edits.ts'
import { groupAt } from './hit.ts'
import { outermost, withContents } from './nesting.ts'
import type { Press } from './press.ts'

/**
 * Moves the selected nodes. Each move is one batch for all of them, so that a hundred nodes cost one message.
 * Let go over another group, they move into it.
 */
export function dragPress(board: Board, grabbed: string, from: Point, clicked: () => void): Press {
  const { room, canvas, selection, view, draft, loop } = board
  const origin = view.toCanvas(from)
  const moving = outermost(room, selection.nodes)
  const starts = moving.flatMap((id) => canvas.node(id) ?? [])
  const contents = withContents(canvas, moving)
  const home = room.nodes.get(grabbed)?.parent ?? ''
  let [dx, dy] = [0, 0]

  const shift = (): void => {
    room.batch(() => {
      for (const { id, node } of starts)
        room.nodes.update(id, { x: rounded(node.x + dx), y: rounded(node.y + dy) })
    })
  }
  const stop = (): void => {
    draft.dragging = false
    draft.dropGroup = undefined
    loop.redrawOverlay()
  }
  /** Those that came from the grabbed node's group; nodes of other groups stay members of theirs. */
  const rehome = (group: string): void => {
    const frame = canvas.node(group)
    room.batch(() => {
      for (const { id, node, x, y } of starts)
        if (node.parent === home)
          room.nodes.update(id, {
            parent: group,
            x: rounded(x + dx - (frame?.x ?? 0)),
            y: rounded(y + dy - (frame?.y ?? 0)),
          })
    })
  }

  return {
    move(at) {
      const [x, y] = view.toCanvas(at)
      ;[dx, dy] = [x - origin[0], y - origin[1]]
      draft.dragging = true
      shift()
      const group = groupAt(canvas, [x, y], contents)?.id ?? ''
      draft.dropGroup = group === home ? undefined : group
    },
    end(_, moved) {
      if (!moved) clicked()
      const group = draft.dropGroup
      if (moved && group !== undefined) rehome(group)
      stop()
    },
    cancel() {
      stop()
      ;[dx, dy] = [0, 0]
      shift()
    },
  }
}
