import type { Gesture } from '@coplane/client'
import type { Point } from '@coplane/client/bind'
import type { Board } from './board.ts'
import { outermost } from './edits.ts'
import { groupAt } from './hit.ts'
import type { Press } from './press.ts'

/**
 * Moves the selected nodes, as a gesture: everybody sees it under way, the document gets the result, and an undo takes it
 * back as one. Let go over another group, they move into it.
 */
export function dragPress(board: Board, grabbed: string, from: Point, clicked: () => void): Press {
  const { room, canvas, selection, view, draft, loop } = board
  const origin = view.toCanvas(from)
  const starts = outermost(room, selection.nodes).flatMap((id) => room.nodes.get(id) ?? [])
  const contents = new Set(starts.flatMap(({ id }) => [id, ...room.nodes.descendantsOf(id)]))
  const home = room.nodes.get(grabbed)?.parent ?? ''
  let gesture: Gesture | undefined

  const stop = (): void => {
    draft.dragging = false
    draft.dropGroup = undefined
    loop.redrawOverlay()
  }
  /** Those that came from the grabbed node's group; nodes of other groups stay members of theirs. */
  const rehome = (group: string): void => {
    const movers = starts.filter(({ parent }) => parent === home)
    room.nodes.setParent(
      movers.map(({ id }) => id),
      group,
    )
  }

  return {
    move(at) {
      const [x, y] = view.toCanvas(at)
      const [dx, dy] = [x - origin[0], y - origin[1]]
      gesture ??= room.gesture(starts.map(({ id }) => id))
      // Somebody else has one of them in hand, or they are gone: a notice says so.
      const isMoved = gesture.move(
        Object.fromEntries(starts.map((start) => [start.id, [start.x + dx, start.y + dy]])),
      )
      if (!isMoved) return stop()
      draft.dragging = true
      const group = groupAt(canvas, [x, y], contents)?.id ?? ''
      draft.dropGroup = group === home ? undefined : group
    },
    end(_, moved) {
      if (!moved) clicked()
      const group = draft.dropGroup
      room.batch(() => {
        if (gesture?.commit() && group !== undefined) rehome(group)
      })
      stop()
    },
    cancel() {
      gesture?.cancel()
      stop()
    },
  }
}
