import { element, iconButton } from './element.ts'
import { popover } from './popover.ts'

const command = /Mac|iP(hone|ad|od)/.test(navigator.userAgent) ? '⌘' : 'Ctrl'

const shortcuts: readonly (readonly [what: string, ...keys: string[]])[] = [
  ['Pan', 'Drag', 'Wheel'],
  ['Zoom', command, 'Wheel'],
  ['Zoom in, out, show all', '+', '−', '0'],
  ['Add a node', 'Double-click', '1–9'],
  ['Add a group', 'G'],
  ['Connect', 'Drag a handle'],
  ['Rename', 'Double-click', 'F2'],
  ['Select several', 'Shift', 'Drag'],
  ['Select all', command, 'A'],
  ['Duplicate', command, 'D'],
  ['Copy, cut, paste', command, 'C', 'X', 'V'],
  ['Undo, redo', command, 'Z', 'Shift Z'],
  ['To the front, to the back', ']', '['],
  ['Move by 8, by 64', '←', 'Shift ←'],
  ['Delete', 'Del'],
  ['Cancel', 'Esc'],
]

export function helpCard(): HTMLElement {
  const list = element('dl', { class: 'shortcuts' })
  for (const [what, ...keys] of shortcuts)
    list.append(
      element(
        'div',
        {},
        element('dt', {}, what),
        element('dd', {}, ...keys.map((key) => element('kbd', {}, key))),
      ),
    )
  const card = element(
    'div',
    { class: 'popover panel up', role: 'dialog', 'aria-label': 'Shortcuts' },
    element('h2', {}, 'Shortcuts'),
    list,
  )
  const button = iconButton('help', 'Shortcuts', () => {})
  button.setAttribute('aria-keyshortcuts', '?')
  popover(button, card)
  addEventListener('keydown', (event) => {
    if (event.key === '?' && !(event.target instanceof HTMLInputElement)) button.click()
  })
  return element('div', { class: 'anchor' }, button, card)
}
