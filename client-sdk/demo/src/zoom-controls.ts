import type { Board } from './board.ts'
import { element, iconButton } from './element.ts'
import { fly } from './flight.ts'
import { zoomBy } from './keyboard.ts'

export function zoomControls(board: Board, ...more: HTMLElement[]): HTMLElement {
  const { view } = board
  const level = element('button', {
    type: 'button',
    class: 'zoom-level',
    title: 'Zoom to 100 %',
    'aria-label': 'Zoom to 100 %',
  })
  level.addEventListener('click', () => fly(board, view.zoomed([view.width / 2, view.height / 2], 1)))
  board.onPainted(() => {
    const text = `${Math.round(view.zoom * 100)}%`
    if (level.textContent !== text) level.textContent = text
  })
  return element(
    'div',
    { class: 'zoom panel', role: 'group', 'aria-label': 'Zoom' },
    iconButton('minus', 'Zoom out', () => zoomBy(board, 1 / 1.4)),
    level,
    iconButton('plus', 'Zoom in', () => zoomBy(board, 1.4)),
    iconButton('fit', 'Show everything', () => fly(board, board.fitted())),
    ...more,
  )
}
