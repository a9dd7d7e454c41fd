import type { Board } from './board.ts'
import { element, iconButton } from './element.ts'
import { recall, remember } from './preferences.ts'

/** Numbers that change faster than this cannot be read. */
const refreshMs = 500

/** How fast the room and this page are, in the terms of the load test. */
export function statsPanel(board: Board): HTMLElement {
  const rows = element('dl', { class: 'stats-rows', id: 'stats' })
  const row = (name: string, hint: string, testId?: string): HTMLElement => {
    const value = element('dd', testId ? { 'data-testid': testId } : {}, '–')
    rows.append(element('div', { title: hint }, element('dt', {}, name), value))
    return value
  }
  const p95 = row('P95', 'Round trip to the server and back: 95 % are faster', 'p95')
  const tick = row('Tick', 'Updates a second from the server, and the interval it aims for', 'tick')
  const fps = row('FPS', 'Frames a second while something moves', 'fps')
  const nodes = row('Nodes', 'On screen, and in the room')
  const traffic = row('Traffic', 'Received and sent each second')

  const panel = element('section', { class: 'stats panel', 'aria-label': 'Performance' }, rows)
  const toggle = iconButton('chart', 'Performance numbers', () => fold(!panel.classList.contains('folded')))
  toggle.setAttribute('aria-controls', 'stats')
  panel.prepend(toggle)
  const fold = (folded: boolean): void => {
    panel.classList.toggle('folded', folded)
    toggle.setAttribute('aria-expanded', String(!folded))
    remember('stats', folded ? 'folded' : 'open')
  }
  fold((recall('stats') ?? (innerWidth < 720 ? 'folded' : 'open')) === 'folded')

  const show = (): void => {
    const stats = board.room.stats()
    put(p95, Number.isNaN(stats.rttP95) ? '–' : `${stats.rttP95.toFixed(stats.rttP95 < 10 ? 1 : 0)} ms`)
    put(tick, `${Math.round(stats.ticksPerSecond)} /s · ${Math.round(stats.tickMs)} ms`)
    put(fps, board.loop.fps === undefined ? '–' : String(Math.round(board.loop.fps)))
    put(nodes, `${board.visibleNodes.toLocaleString('en')} / ${board.canvas.size.toLocaleString('en')}`)
    put(traffic, `↓ ${bytes(stats.inBytesPerSecond)} ↑ ${bytes(stats.outBytesPerSecond)}`)
  }
  setInterval(show, refreshMs)
  show()
  return panel
}

function put(value: HTMLElement, text: string): void {
  if (value.textContent !== text) value.textContent = text
}

function bytes(count: number): string {
  return count < 1_000
    ? `${Math.round(count)} B`
    : count < 1e6
      ? `${(count / 1e3).toFixed(1)} kB`
      : `${(count / 1e6).toFixed(1)} MB`
}
