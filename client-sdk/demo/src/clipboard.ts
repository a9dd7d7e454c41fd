import type { Clip } from '@coplane/client'
import type { Board } from './board.ts'
import { bounds, center, overlaps } from './box.ts'
import { outermost } from './edits.ts'
import { isTyping } from './typing.ts'

/** Canvas units that a copy lies beside what it is a copy of. */
const copyStep = 24

/** Copies through the system's clipboard as JSON, so that a piece can be pasted into another room or another window. */
export function listenToClipboard(board: Board, remove: () => void): void {
  const { room, selection } = board
  let pastes = 0
  const copy = (event: ClipboardEvent): boolean => {
    if (isTyping(event.target) || selection.nodes.size === 0) return false
    event.clipboardData?.setData('text/plain', JSON.stringify(room.copy(selection.nodes)))
    event.preventDefault()
    pastes = 0
    return true
  }
  document.addEventListener('copy', copy)
  document.addEventListener('cut', (event) => {
    if (copy(event)) remove()
  })
  document.addEventListener('paste', (event) => {
    if (isTyping(event.target)) return
    const clip = parseClip(event.clipboardData?.getData('text/plain') ?? '')
    if (!clip) return
    pastes++
    selection.replace(room.paste(clip, shiftFor(board, clip, pastes)))
    event.preventDefault()
  })
}

/** Copies the selected nodes, what is in them and the edges among them, a little down and to the right. */
export function duplicateSelected({ room, selection }: Board): void {
  const clip = room.copy(outermost(room, selection.nodes))
  selection.replace(room.paste(clip, { dx: copyStep, dy: copyStep }))
}

/** Beside the original where that is in sight, else into the middle of the window. */
function shiftFor({ view }: Board, { nodes }: Clip, pastes: number): { dx: number; dy: number } {
  const beside = { dx: copyStep * pastes, dy: copyStep * pastes }
  const box = bounds(nodes.flatMap(({ place, w, h }) => (place ? [{ x: place[0], y: place[1], w, h }] : [])))
  if (!box || overlaps(box, view.box)) return beside
  const [from, to] = [center(box), center(view.box)]
  return { dx: to[0] - from[0], dy: to[1] - from[1] }
}

function parseClip(text: string): Clip | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isClip =
      typeof value === 'object' && value !== null && 'coplane' in value && value.coplane === 'clip'
    return isClip ? (value as Clip) : undefined
  } catch {
    // Any other text: not for the canvas.
    return undefined
  }
}
