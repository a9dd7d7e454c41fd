import type { Room } from '@coplane/client'
import { element } from './element.ts'
import { avatar } from './members.ts'
import type { Person } from './person.ts'
import { keepProfile, maxNameLength, personColors, personOf } from './person.ts'
import { popover } from './popover.ts'

/** This person's own face, and behind it the name and the colour that the others see. */
export function profileCard(room: Room): HTMLElement {
  const own = (): Person => personOf(room.self.profile, room.self.member ?? 0)
  const button = element(
    'button',
    {
      type: 'button',
      class: 'face-button',
      'aria-label': 'Your name and colour',
      title: 'Your name and colour',
    },
    avatar(own()),
  )
  const name = element('input', {
    type: 'text',
    'aria-label': 'Your name',
    maxlength: String(maxNameLength),
    autocomplete: 'nickname',
    spellcheck: 'false',
  })
  const colors = element('div', { class: 'swatches', role: 'radiogroup', 'aria-label': 'Your colour' })
  const card = element(
    'div',
    { class: 'popover panel', role: 'dialog', 'aria-label': 'You' },
    element('h2', {}, 'You'),
    name,
    colors,
    element('p', { class: 'hint' }, 'The others see this on your cursor.'),
  )

  const change = (person: Person): void => {
    room.self.setProfile({ ...room.self.profile, ...person })
    keepProfile(person)
    button.replaceChildren(avatar(person))
    for (const swatch of colors.children)
      swatch.setAttribute('aria-checked', String(swatch.getAttribute('data-color') === person.color))
  }
  for (const color of personColors) {
    const swatch = element('button', {
      type: 'button',
      role: 'radio',
      'aria-label': color,
      'data-color': color,
      'aria-checked': String(color === own().color),
    })
    swatch.style.background = color
    swatch.addEventListener('click', () => change({ ...own(), color }))
    colors.append(swatch)
  }
  name.addEventListener('change', () => {
    const wanted = name.value.trim()
    if (wanted) change({ ...own(), name: wanted })
    else name.value = own().name
  })
  popover(button, card, () => {
    name.value = own().name
    name.focus()
    name.select()
  })
  return element('div', { class: 'anchor' }, button, card)
}
