import type { Board } from './board.ts'
import { bounds } from './box.ts'
import { duplicateSelected } from './clipboard.ts'
import { setData } from './edits.ts'
import { element, iconButton } from './element.ts'
import { isGroup } from './kinds.ts'

const states = ['running', 'deploying', 'degraded', 'stopped'] as const

export interface SelectionActions {
  edit(id: string): void
  remove(): void
}

/** What can be done with the selection, right above it: for touch, and for everybody who knows no shortcuts. */
export function selectionBar(board: Board, actions: SelectionActions): HTMLElement {
  const { room, selection, canvas, view, draft } = board
  const what = element('span', { class: 'selected-count' })
  const dots = element('span', { class: 'states', role: 'group', 'aria-label': 'State' })
  for (const state of states) {
    const dot = element('button', {
      type: 'button',
      'aria-label': state,
      title: `Mark as ${state}`,
      'data-state': state,
    })
    dot.addEventListener('click', () => setData(board, cards(), 'state', state))
    dots.append(dot)
  }
  const rename = iconButton('pencil', 'Rename', () => selection.only && actions.edit(selection.only))
  const copy = iconButton('copy', 'Duplicate', () => duplicateSelected(board))
  const front = iconButton('front', 'Bring to front', () => room.nodes.bringToFront(selection.nodes))
  const back = iconButton('back', 'Send to back', () => room.nodes.sendToBack(selection.nodes))
  const remove = iconButton('trash', 'Delete', () => actions.remove())
  const bar = element(
    'div',
    { class: 'selection-bar panel', role: 'toolbar', 'aria-label': 'Selection' },
    what,
    dots,
    rename,
    copy,
    front,
    back,
    remove,
  )
  bar.hidden = true
  const cards = (): string[] =>
    [...selection.nodes].filter((id) => {
      const item = canvas.node(id)
      return item !== undefined && !isGroup(item)
    })

  board.onPainted(() => {
    bar.hidden =
      selection.isEmpty || draft.dragging || draft.marquee !== undefined || draft.link !== undefined
    if (bar.hidden) return
    const only = selection.only === undefined ? undefined : canvas.node(selection.only)
    const count = selection.nodes.size + selection.edges.size
    what.textContent = count > 1 ? `${count.toLocaleString('en')} selected` : ''
    what.hidden = count <= 1
    dots.hidden = cards().length === 0
    rename.hidden = !only
    for (const each of [copy, front, back]) each.hidden = selection.nodes.size === 0
    for (const dot of dots.children)
      dot.setAttribute('aria-pressed', String(only?.node.data['state'] === dot.getAttribute('data-state')))
    place()
  })

  const place = (): void => {
    const nodes = [...selection.nodes].flatMap((id) => canvas.node(id) ?? [])
    const box = bounds([...nodes, ...[...selection.edges].flatMap((id) => board.wires.get(id)?.curve ?? [])])
    if (!box) return
    const [left, top] = view.toScreen([box.x, box.y])
    const [right, bottom] = view.toScreen([box.x + box.w, box.y + box.h])
    bar.classList.toggle('away', right < 0 || bottom < 0 || left > view.width || top > view.height)
    const x = Math.min(view.width - 140, Math.max(140, (Math.max(0, left) + Math.min(view.width, right)) / 2))
    // Above the selection; below it where the top bar is in the way, and inside a selection larger than the window.
    const above = top - 52
    const y = above > 68 ? above : Math.min(bottom + 12, view.height - 140)
    bar.style.transform = `translate(${Math.round(x)}px, ${Math.round(Math.max(72, y))}px) translateX(-50%)`
  }
  return bar
}
