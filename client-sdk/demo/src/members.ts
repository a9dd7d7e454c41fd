import type { Board } from './board.ts'
import { element } from './element.ts'
import { fly } from './flight.ts'
import { textOn } from './painter-cursors.ts'
import type { Person } from './person.ts'
import { initials, personOf } from './person.ts'
import { popover } from './popover.ts'

const maxFaces = 4
/** A list of a thousand names helps nobody. */
const maxListed = 40

export function avatar(person: Person): HTMLElement {
  const face = element('span', { class: 'avatar', 'aria-hidden': 'true' }, initials(person.name))
  face.style.background = person.color
  face.style.color = textOn(person.color)
  return face
}

/** Who else is here: some faces and the number of all; the list takes one to where somebody's cursor is. */
export function members(board: Board): HTMLElement {
  const { room } = board
  const faces = element('span', { class: 'faces' })
  const count = element('span', { 'data-testid': 'members' }, '1')
  const button = element(
    'button',
    { type: 'button', class: 'members-button', 'aria-label': 'People here' },
    faces,
    element('span', { class: 'count' }, count),
  )
  const card = element('div', { class: 'popover panel', role: 'dialog', 'aria-label': 'People here' })
  let shown = ''

  const show = (): void => {
    const total = (room.others.size + 1).toLocaleString('en')
    if (count.textContent !== total) count.textContent = total
    button.title = total === '1' ? 'Only you are here' : `${total} people are here`
    const first = people(board, maxFaces)
    // The room calls for every cursor that moves; the faces change when somebody comes or goes.
    const key = first.map(({ person }) => person.color + person.name).join('\n')
    if (key === shown) return
    shown = key
    faces.replaceChildren(...first.map(({ person }) => avatar(person)))
  }
  const list = (): void => {
    const rows = people(board, maxListed).map(({ member, person }) => {
      const row = element(
        'button',
        { type: 'button', class: 'person' },
        avatar(person),
        element('span', {}, person.name),
      )
      row.addEventListener('click', () => goTo(board, member))
      return row
    })
    const more = room.others.size - rows.length
    card.replaceChildren(
      element('h2', {}, 'People here'),
      element(
        'div',
        { class: 'person' },
        avatar(personOf(room.self.profile, room.self.member ?? 0)),
        element('span', {}, personOf(room.self.profile, 0).name, element('em', {}, ' you')),
      ),
      ...rows,
      (more > 0 && element('p', { class: 'hint' }, `and ${more.toLocaleString('en')} more`)) || '',
      rows.length === 0
        ? element('p', { class: 'hint' }, 'Nobody else yet. Share the link to invite people.')
        : '',
    )
  }
  popover(button, card, list)
  room.others.subscribe(show)
  show()
  return element('div', { class: 'anchor' }, button, card)
}

function people({ room }: Board, most: number): { member: number; person: Person }[] {
  const list = []
  for (const { member, profile } of room.others.all()) {
    if (list.length >= most) break
    list.push({ member, person: personOf(profile, member) })
  }
  return list
}

/** The room tells only the cursors that are in view; one that is not has to be asked for. */
function goTo(board: Board, member: number): void {
  const { room, view } = board
  const arrive = (): boolean => {
    const other = room.others.get(member)
    if (other?.cursor) fly(board, view.centered(other.cursor, Math.max(0.6, view.zoom)))
    return other === undefined || other.cursor !== undefined
  }
  if (arrive()) return
  room.follow(member)
  const stop = room.others.subscribe(() => {
    if (!arrive()) return
    room.follow(undefined)
    stop()
  })
}
