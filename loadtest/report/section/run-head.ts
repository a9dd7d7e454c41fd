import { duration } from '../figure-text.ts'
import { html, type Html } from '../html.ts'
import { standing } from '../limit.ts'
import type { RunReport, ScenarioName } from '../run-report.ts'
import { facts, minute } from './facts.ts'
import { cellTiles, pageTiles } from './tiles.ts'
import { judgedOf } from './verdicts.ts'

export const scenarioNames: Readonly<Record<ScenarioName, string>> = {
  grid: 'Grid',
  fps: 'Frames per second',
  network: 'Bad network',
  soak: 'Soak',
  spike: 'Spike',
  'reconnect-storm': 'Reconnect storm',
  'slow-consumers': 'Slow consumers',
  'many-rooms': 'Many rooms',
  events: 'Events',
}

const purposes: Readonly<Record<ScenarioName, string>> = {
  grid: 'Everybody in one room: small and large canvases, few and many sessions.',
  fps: 'A real browser opens the page in the room, under the room’s load.',
  network: 'The largest room again, over a network that delays, loses and stalls.',
  soak: 'The same load for a long time: what grows, and what slows down.',
  spike: 'Everybody joins within a second.',
  'reconnect-storm': 'Every connection breaks at once and comes back.',
  'slow-consumers': 'Some members read too slowly, or not at all; the others must not notice.',
  'many-rooms': 'The same sessions, spread over many rooms.',
  events: 'Events: their order, their gaps and their replay.',
}

export function runHead(report: RunReport): Html {
  const { scenario, startedAt, seconds, commit, machine, complete, settings } = report
  return html`<header class="run-head">
    <h2>${scenarioNames[scenario]} ${badge(report)}</h2>
    <p class="purpose">${purposes[scenario]}</p>
    ${facts([
      ['started', minute(startedAt)],
      ['took', `${duration(seconds)}${complete ? '' : ', interrupted'}`],
      ['commit', html`<code>${commit?.slice(0, 10) ?? 'unknown'}</code>`],
      ['placement', machine.placement],
      [
        'settings',
        Object.entries(settings)
          .map(([name, value]) => `${name}=${value}`)
          .join(', '),
      ],
    ])}
    ${cellTiles(report)} ${pageTiles(report)}
  </header>`
}

export function badge(report: RunReport): Html {
  const all = judgedOf(report).map(({ verdict }) => standing(verdict))
  const broken = all.filter((each) => each === 'broken').length
  const missed = all.filter((each) => each === 'missed').length
  if (!report.complete) return html`<span class="badge broken">interrupted</span>`
  if (broken > 0) return html`<span class="badge broken">${broken} broken</span>`
  if (missed > 0)
    return html`<span class="badge missed">${missed} ${missed === 1 ? 'goal' : 'goals'} missed</span>`
  return html`<span class="badge held">all held</span>`
}
