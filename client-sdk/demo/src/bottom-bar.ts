import type { Board } from './board.ts'
import { element } from './element.ts'
import { helpCard } from './help-card.ts'
import { minimap } from './minimap.ts'
import { statsPanel } from './stats-panel.ts'
import { zoomControls } from './zoom-controls.ts'

/** The two bottom corners: numbers on the left, the map and the zoom on the right. */
export function bottomBar(board: Board): HTMLElement[] {
  return [
    statsPanel(board),
    element('div', { class: 'corner' }, minimap(board), zoomControls(board, helpCard())),
  ]
}
