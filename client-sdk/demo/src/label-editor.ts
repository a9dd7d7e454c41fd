import type { Board } from './board.ts'
import { setData } from './edits.ts'
import { element } from './element.ts'
import { isGroup } from './kinds.ts'
import { labelOf } from './lettering.ts'

const maxLabelLength = 120

/** A text field exactly over the label that it edits. Enter and leaving it keep the text, Escape does not. */
export class LabelEditor {
  readonly element = element('input', {
    class: 'label-editor',
    'aria-label': 'Label',
    spellcheck: 'false',
    maxlength: String(maxLabelLength),
  })
  readonly #board: Board
  #id: string | undefined

  constructor(board: Board) {
    this.#board = board
    this.element.hidden = true
    this.element.addEventListener('keydown', (event) => {
      event.stopPropagation()
      if (event.key === 'Enter') this.#close(true)
      if (event.key === 'Escape') this.#close(false)
    })
    this.element.addEventListener('blur', () => this.#close(true))
    board.onPainted(() => this.#follow())
  }

  edit(id: string): void {
    const node = this.#board.room.nodes.get(id)
    if (!node) return
    this.#id = id
    this.element.value = labelOf(node)
    this.element.hidden = false
    this.#follow()
    this.element.focus({ preventScroll: true })
    this.element.select()
  }

  #close(keep: boolean): void {
    const id = this.#id
    if (id === undefined) return
    this.#id = undefined
    this.element.hidden = true
    const label = this.element.value.trim()
    const node = this.#board.room.nodes.get(id)
    if (keep && node && label !== labelOf(node)) setData(this.#board, [id], 'label', label)
    this.#board.stage.overlay.canvas.focus({ preventScroll: true })
  }

  #follow(): void {
    if (this.#id === undefined) return
    const { canvas, room, view } = this.#board
    // Somebody removed the node meanwhile.
    if (!room.nodes.has(this.#id)) return this.#close(false)
    const item = canvas.node(this.#id)
    // Just created: it is on the canvas with the next frame.
    if (!item) return
    const group = isGroup(item)
    // Where the label is painted; far out, where it would be too small to type in, it stays readable.
    const zoom = Math.max(view.zoom, 0.75)
    const [x, y] = view.toScreen([item.x + (group ? 8 : 46), item.y + (group ? 6 : 8)])
    const { style } = this.element
    style.left = `${x}px`
    style.top = `${y}px`
    style.width = `${Math.max(120, (group ? 260 : item.w - 54) * zoom)}px`
    style.fontSize = `${Math.min(22, 13 * zoom)}px`
  }
}
