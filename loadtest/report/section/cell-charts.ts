import { cellLabels } from '../cell-label.ts'
import { lineChart, type Line, type LineChart } from '../chart/line-chart.ts'
import { html, type Html } from '../html.ts'
import { parseLimit } from '../limit.ts'
import type { CellReport, RunReport, SeriesPoint } from '../run-report.ts'

/** Latency, CPU and memory over time: of one cell side by side, of many each in a block of charts with one scale. */
export function cellCharts({ cells }: RunReport): Html[] {
  const labels = cellLabels(cells)
  if (cells.length === 1)
    return [
      block(
        undefined,
        kinds.map((kind) => lineChart(kind(cells[0]!))),
      ),
    ]
  return kinds.map((kind) => {
    const charts = cells.map((cell) => ({ ...kind(cell), name: labels.get(cell.name)! }))
    const reach = Math.max(0, ...charts.map(highestOf))
    return block(
      charts[0] && html`${charts[0].title} <span class="unit">${charts[0].of ?? charts[0].unit}</span>`,
      charts.map((chart) => lineChart({ ...chart, title: chart.name, of: '', reach })),
    )
  })
}

function block(title: Html | undefined, charts: readonly (Html | undefined)[]): Html {
  const shown = charts.filter((chart) => chart !== undefined)
  if (shown.length === 0) return html``
  return html`<section class="cell">
    ${title && html`<h4>${title}</h4>`}
    <div class="charts">${shown}</div>
  </section>`
}

const kinds: readonly ((cell: CellReport) => LineChart)[] = [
  (cell) => ({
    title: 'Edit → seen',
    unit: 'ms',
    lines: [
      line(cell, 'P50', 'first', ({ p50 }) => p50),
      line(cell, 'P95', 'second', ({ p95 }) => p95),
      line(cell, 'P99', 'third', ({ p99 }) => p99),
    ],
    worst: 'highest',
    limit: limitOf(cell),
  }),
  (cell) => ({
    title: 'CPU',
    unit: '%',
    of: '% of one core',
    lines: [
      line(cell, 'server', 'second', ({ serverCpu }) => serverCpu),
      line(cell, 'load', 'other', ({ loadGeneratorCpu }) => loadGeneratorCpu),
    ],
    worst: 'highest',
    reach: 100,
  }),
  (cell) => ({
    title: 'Server’s memory',
    unit: 'MiB',
    lines: [line(cell, 'RSS', 'second', ({ rssMiB }) => rssMiB)],
    worst: 'highest',
  }),
]

function line(
  { series }: CellReport,
  name: string,
  look: Line['look'],
  of: (point: SeriesPoint) => number,
): Line {
  return { name, look, points: series.map((point) => ({ at: point.at, value: of(point) })) }
}

function highestOf({ lines, reach = 0 }: LineChart): number {
  const values = lines.flatMap(({ points }) => points.map(({ value }) => value))
  return values.reduce((highest, value) => (value > highest ? value : highest), reach)
}

/** The stricter threshold of the P95, which is the line that it judges. */
function limitOf({ verdicts }: CellReport): { readonly value: number; readonly name: string } | undefined {
  return verdicts
    .filter(({ what }) => /edit.*P95/i.test(what))
    .flatMap(({ kind, limit }) => {
      const parsed = parseLimit(limit)
      return parsed ? [{ value: parsed.value, name: kind }] : []
    })
    .sort((a, b) => a.value - b.value)[0]
}
