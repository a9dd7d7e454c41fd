import type { Board } from './board.ts'
import type { Point } from './box.ts'
import { rounded } from './edits.ts'
import type { Press } from './press.ts'

/**
 * Moves the selected nodes. Each frame is one batch for all of them, so that a hundred nodes cost one message.
 * Let go over another group, they move into it.
 */
export function dragPress(board: Board, grabbed: string, from: Point, clicked: () => void): Press {
  const { room, scene, selection, view, draft, loop } = board
  const origin = view.toCanvas(from)
  const moving = scene.outermost(selection.nodes)
  const starts = new Map(moving.map((id) => [id, room.nodes.get(id)]))
  const contents = scene.withContents(moving)
  const home = room.nodes.get(grabbed)?.parent ?? ''
  let pointer = from
  let waiting = false

  const shift = (dx: number, dy: number): void => {
    room.batch(() => {
      for (const [id, start] of starts)
        if (start) room.nodes.update(id, { x: rounded(start.x + dx), y: rounded(start.y + dy) })
    })
    board.takeUpdated(moving)
  }
  const step = (): void => {
    if (!waiting) return
    waiting = false
    const [x, y] = view.toCanvas(pointer)
    shift(x - origin[0], y - origin[1])
    const group = scene.groupAt([x, y], contents)?.id ?? ''
    draft.dropGroup = group === home ? undefined : group
  }
  const stop = (): void => {
    waiting = false
    draft.dragging = false
    draft.dropGroup = undefined
    loop.redrawOverlay()
  }
  /** Those that came from the grabbed node's group; nodes of other groups stay members of theirs. */
  const rehome = (group: string): void => {
    const frame = scene.get(group)
    room.batch(() => {
      for (const [id, start] of starts) {
        const item = scene.get(id)
        if (!item || start?.parent !== home) continue
        room.nodes.update(id, {
          parent: group,
          x: rounded(item.x - (frame?.x ?? 0)),
          y: rounded(item.y - (frame?.y ?? 0)),
        })
      }
    })
    board.takeUpdated(moving)
  }

  return {
    move(at) {
      pointer = at
      draft.dragging = true
      if (!waiting) loop.next(step)
      waiting = true
    },
    end(_, moved) {
      if (!moved) clicked()
      step()
      const group = draft.dropGroup
      if (moved && group !== undefined) rehome(group)
      stop()
    },
    cancel() {
      stop()
      shift(0, 0)
    },
  }
}
