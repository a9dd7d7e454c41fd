import type { Board } from './board.ts'
import type { Point } from '@coplane/client/bind'
import { duplicateSelected } from './clipboard.ts'
import { nudgeSelected } from './edits.ts'
import { fly, land } from './flight.ts'
import type { Kind } from './kinds.ts'
import { palette } from './kinds.ts'
import type { Pointer } from './pointer.ts'
import { isTyping } from './typing.ts'

/** Canvas units of an arrow key, plain and with shift; and CSS pixels that it pans when nothing is selected. */
const nudge = { plain: 8, shift: 64, panPx: 80 } as const
const zoomStep = 1.4

export interface KeyActions {
  arm(kind: Kind | undefined): void
  edit(id: string): void
  remove(): void
}

const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

export function listenToKeys(board: Board, pointer: Pointer, actions: KeyActions): void {
  const { canvas } = board.stage.overlay
  const spaceBar = (held: boolean): void => {
    pointer.spaceHeld = held
    canvas.style.cursor = held ? 'grab' : ''
  }
  addEventListener('keydown', (event) => {
    if (isTyping(event.target) || event.altKey) return
    // Enter and space belong to the button that has the focus.
    if (event.target instanceof HTMLButtonElement && (event.key === 'Enter' || event.key === ' ')) return
    const handled =
      event.ctrlKey || event.metaKey
        ? withControl(board, event)
        : plain(board, pointer, actions, event, spaceBar)
    if (handled) event.preventDefault()
  })
  addEventListener('keyup', (event) => {
    if (event.key === ' ' && pointer.spaceHeld) spaceBar(false)
  })
  addEventListener('blur', () => {
    if (pointer.spaceHeld) spaceBar(false)
  })
}

/** Zooms around the middle of the window. */
export function zoomBy(board: Board, factor: number): void {
  const { view } = board
  fly(board, view.zoomed([view.width / 2, view.height / 2], view.zoom * factor))
}

function withControl(board: Board, event: KeyboardEvent): boolean {
  switch (event.key.toLowerCase()) {
    case 'a':
      board.selection.replace([...board.canvas.nodes()].map((item) => item.id))
      return true
    case 'd':
      duplicateSelected(board)
      return true
    case 'z':
      if (event.shiftKey) board.room.history.redo()
      else board.room.history.undo()
      return true
    case 'y':
      board.room.history.redo()
      return true
    case ']':
      board.room.nodes.bringForward(board.selection.nodes)
      return true
    case '[':
      board.room.nodes.sendBackward(board.selection.nodes)
      return true
    default:
      return false
  }
}

function plain(
  board: Board,
  pointer: Pointer,
  actions: KeyActions,
  event: KeyboardEvent,
  spaceBar: (held: boolean) => void,
): boolean {
  const { selection, view } = board
  const arrow = arrows[event.key]
  if (arrow) {
    const step = event.shiftKey ? nudge.shift : nudge.plain
    if (selection.nodes.size > 0) nudgeSelected(board, arrow[0] * step, arrow[1] * step)
    else {
      land(board)
      view.panBy(-arrow[0] * nudge.panPx, -arrow[1] * nudge.panPx)
    }
    return true
  }
  const kind = /^[1-9]$/.test(event.key) ? palette[Number(event.key) - 1] : undefined
  if (kind) return (actions.arm(kind), true)
  switch (event.key) {
    case 'Delete':
    case 'Backspace':
      return (actions.remove(), true)
    case 'Escape':
      if (pointer.busy) pointer.cancel()
      else if (board.draft.armed) actions.arm(undefined)
      else selection.clear()
      return true
    case '+':
    case '=':
      return (zoomBy(board, zoomStep), true)
    case '-':
    case '_':
      return (zoomBy(board, 1 / zoomStep), true)
    case '0':
      return (fly(board, board.fitted()), true)
    case 'g':
      return (actions.arm(palette.find((one) => one.header > 0)), true)
    case 'v':
      return (actions.arm(undefined), true)
    case ']':
      return (board.room.nodes.bringToFront(selection.nodes), true)
    case '[':
      return (board.room.nodes.sendToBack(selection.nodes), true)
    case 'Enter':
    case 'F2': {
      const id = selection.only
      if (id) actions.edit(id)
      else if (event.key === 'Enter' && board.draft.armed) return false
      return id !== undefined
    }
    case ' ':
      spaceBar(true)
      return true
    default:
      return false
  }
}
