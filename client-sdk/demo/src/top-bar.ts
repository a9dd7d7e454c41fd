import type { Board } from './board.ts'
import { element, iconButton, svgIcon } from './element.ts'
import { historyButtons } from './history-buttons.ts'
import { members } from './members.ts'
import type { Notice } from './notice.ts'
import { profileCard } from './profile-card.ts'
import { roomLink } from './room-address.ts'
import { statusPill } from './status-pill.ts'

export function topBar(board: Board, name: string, notice: Notice): HTMLElement {
  const share = iconButton('link', 'Copy a link to this room', () => {
    const link = roomLink(location, name)
    // Without a secure origin there is no clipboard: the address is shown, to be copied by hand.
    const copied = navigator.clipboard?.writeText(link) ?? Promise.reject(new Error('no clipboard'))
    copied.then(
      () => notice.say('Link copied'),
      () => notice.say(link),
    )
  })
  const theme = iconButton('sun', 'Light or dark', () => {
    board.theme.toggle()
    showTheme()
  })
  const showTheme = (): void => theme.replaceChildren(svgIcon(board.theme.isDark ? 'sun' : 'moon'))
  showTheme()
  const logo = element('img', {
    class: 'logo',
    src: new URL('./favicon.svg', import.meta.url).href,
    alt: 'Coplane',
    width: '22',
    height: '22',
  })
  return element(
    'header',
    { class: 'top-bar' },
    element(
      'div',
      { class: 'panel title' },
      logo,
      element('h1', { title: name }, name),
      statusPill(board.room),
      element('span', { class: 'divider' }),
      historyButtons(board.room),
    ),
    element(
      'div',
      { class: 'panel people' },
      members(board),
      profileCard(board.room),
      element('span', { class: 'divider' }),
      share,
      theme,
    ),
  )
}
