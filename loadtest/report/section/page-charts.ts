import { pageLabel } from '../cell-label.ts'
import { lineChart } from '../chart/line-chart.ts'
import { html, type Html } from '../html.ts'
import type { PageReport, RunReport } from '../run-report.ts'

/** Frames of every second: with culling and without in one chart. */
export function pageCharts({ pages }: RunReport): Html | undefined {
  const charts = pages
    .filter((page) => page.culling || !twin(pages, page))
    .map((page) => {
      const off = page.culling ? twin(pages, page) : undefined
      const points = ({ series }: PageReport): { at: number; value: number }[] =>
        series.map(({ at, fps }) => ({ at, value: fps }))
      return lineChart({
        title: pageLabel(page).replace(off ? /, culling on$/ : '', ''),
        unit: 'FPS',
        lines: [
          {
            name: page.culling ? 'culled' : 'all',
            look: page.culling ? 'second' : 'other',
            points: points(page),
          },
          ...(off ? [{ name: 'all', look: 'other' as const, points: points(off) }] : []),
        ],
        worst: 'lowest',
        reach: 60,
      })
    })
    .filter((chart) => chart !== undefined)
  return charts.length === 0 ? undefined : html`<div class="charts">${charts}</div>`
}

function twin(pages: readonly PageReport[], page: PageReport): PageReport | undefined {
  const alike = ['page', 'view', 'nodes', 'sessions'] as const
  return pages.find(
    (each) => each.culling !== page.culling && alike.every((field) => each[field] === page[field]),
  )
}
