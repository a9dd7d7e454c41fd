import type { Room } from '@coplane/client'
import { element, iconButton } from './element.ts'

/** Undo and redo of this person's own edits. */
export function historyButtons({ history }: Room): HTMLElement {
  const undo = iconButton('undo', 'Undo', () => history.undo())
  const redo = iconButton('redo', 'Redo', () => history.redo())
  const show = (): void => {
    undo.disabled = !history.canUndo
    redo.disabled = !history.canRedo
  }
  history.subscribe(show)
  show()
  return element('span', { class: 'history', role: 'group', 'aria-label': 'History' }, undo, redo)
}
