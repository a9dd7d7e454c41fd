import { cellDropRate } from '../cell-figures.ts'
import { cellLabels, pageLabel } from '../cell-label.ts'
import { figure, share } from '../figure-text.ts'
import { html, type Html } from '../html.ts'
import type { CellReport, PageReport, RunReport } from '../run-report.ts'

/** The figures of the heaviest cell, which is what the run is about. */
export function cellTiles({ cells }: RunReport): Html | undefined {
  const heaviest = heaviestOf(cells, ({ editSeen }) => editSeen.p95)
  if (!heaviest) return undefined
  const { editSeen, server, loadGenerator } = heaviest
  return tiles(
    cells.length > 1
      ? `The heaviest cell, ${cellLabels(cells).get(heaviest.name)}`
      : cellLabels(cells).get(heaviest.name)!,
    [
      [
        'edit → seen, P95',
        figure(editSeen.p95, 'ms'),
        `P50 ${figure(editSeen.p50)}, P99 ${figure(editSeen.p99)}`,
      ],
      ['dropped', share(cellDropRate(heaviest)), `of ${figure(editSeen.count)} deliveries`],
      ['server CPU', figure(server.cpu, '%'), `load generator ${figure(loadGenerator.cpu, '%')}`],
      [
        'peak RSS',
        figure(Math.round(server.peakRssMiB), 'MiB'),
        `loop delay P99 ${figure(server.loopDelayP99Ms, 'ms')}`,
      ],
    ],
  )
}

/** Those of the page with the most nodes that a person still edits by hand; what lies beyond is in the tables. */
export function pageTiles({ pages }: RunReport): Html | undefined {
  const usual = pages.filter(({ culling, nodes }) => culling && nodes <= 1_000)
  const page = heaviestOf(usual.length > 0 ? usual : pages, ({ fps }) => -fps.p50)
  if (!page) return undefined
  const { fps, frameMs, receivedToPainted, longTasks } = page
  return tiles(pageLabel(page), [
    ['frames a second, P50', figure(fps.p50), `P5 ${figure(fps.p5)}`],
    ['frame time, P95', figure(frameMs.p95, 'ms'), `P99 ${figure(frameMs.p99, 'ms')}`],
    ['received → painted, P95', figure(receivedToPainted.p95, 'ms'), `P50 ${figure(receivedToPainted.p50)}`],
    ['long tasks', figure(longTasks.count), `${figure(longTasks.totalMs, 'ms')} in all`],
  ])
}

type Tile = readonly [name: string, value: string, beside: string]

function tiles(of: string, all: readonly Tile[]): Html {
  return html`<p class="tiles-of">${of}</p>
    <div class="tiles">
      ${all.map(
        ([name, value, beside]) =>
          html`<div class="tile">
            <p>${name}</p>
            <strong>${value}</strong>
            <p class="beside">${beside}</p>
          </div>`,
      )}
    </div>`
}

function heaviestOf<Subject extends CellReport | PageReport>(
  subjects: readonly Subject[],
  worse: (subject: Subject) => number,
): Subject | undefined {
  const weight = ({ nodes, sessions }: Subject): number => nodes * sessions
  return [...subjects].sort((a, b) => weight(b) - weight(a) || worse(b) - worse(a))[0]
}
