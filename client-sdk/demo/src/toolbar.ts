import type { Board } from './board.ts'
import { addNode } from './edits.ts'
import { element, svgIcon } from './element.ts'
import type { Icon } from './icons.ts'
import type { Kind } from './kinds.ts'
import { palette } from './kinds.ts'

/** The kinds of node to add. A click arms one, the next click on the canvas puts it down. */
export class Toolbar {
  readonly element = element('div', {
    class: 'toolbar panel',
    role: 'toolbar',
    'aria-label': 'Add to the canvas',
  })
  readonly #board: Board
  readonly #buttons = new Map<Kind | undefined, HTMLButtonElement>()

  constructor(board: Board) {
    this.#board = board
    this.#add(undefined, 'select', 'Select', 'V')
    this.element.append(element('span', { class: 'divider', role: 'presentation' }))
    palette.forEach((kind, index) =>
      this.#add(kind, kind.icon, kind.name, kind.header > 0 ? 'G' : String(index + 1)),
    )
    this.arm(undefined)
  }

  arm(kind: Kind | undefined): void {
    const { draft, loop, stage } = this.#board
    draft.armed = kind
    draft.ghost = undefined
    stage.overlay.canvas.style.cursor = kind ? 'crosshair' : ''
    for (const [each, button] of this.#buttons) button.setAttribute('aria-pressed', String(each === kind))
    loop.redrawOverlay()
  }

  #add(kind: Kind | undefined, icon: Icon, name: string, key: string): void {
    const button = element('button', {
      type: 'button',
      class: 'tool',
      'aria-label': name,
      'aria-keyshortcuts': key,
    })
    button.append(
      svgIcon(icon),
      element('span', { class: 'tip', 'aria-hidden': 'true' }, name, element('kbd', {}, key)),
    )
    if (kind) button.dataset['hue'] = kind.hue
    button.addEventListener('click', (event) => {
      // A press of Enter or space has no pointer that could put the node down: it goes to the middle of the window.
      if (kind && event.detail === 0) this.#addToMiddle(kind)
      else this.arm(this.#board.draft.armed === kind ? undefined : kind)
    })
    this.#buttons.set(kind, button)
    this.element.append(button)
  }

  #addToMiddle(kind: Kind): void {
    const { view } = this.#board
    addNode(this.#board, kind, view.toCanvas([view.width / 2, view.height / 2]))
  }
}
