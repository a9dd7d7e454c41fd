import { clock, figure } from '../figure-text.ts'
import { html, type Html } from '../html.ts'
import { axisTo, timeAxisTo } from './axis.ts'
import { spread } from './spread.ts'
import { thin, type Point } from './thin.ts'

export interface Line {
  readonly name: string
  /** Which of the page's line looks. */
  readonly look: 'first' | 'second' | 'third' | 'other'
  readonly points: readonly Point[]
}

export interface LineChart {
  readonly title: string
  readonly unit: string
  /** What the title says in place of the unit. */
  readonly of?: string
  readonly lines: readonly Line[]
  /** Drawn across where it is within the chart. */
  readonly limit?: { readonly value: number; readonly name: string } | undefined
  readonly worst: 'highest' | 'lowest'
  /** The axis reaches at least this far. */
  readonly reach?: number
}

const size = { width: 440, height: 216 }
const plot = { left: 46, right: 374, top: 14, bottom: 186 }
const mostPoints = 180
const mostBands = 60

/** A figure with its title and, for those who hear it, its range in words; undefined when nothing was measured. */
export function lineChart(chart: LineChart): Html | undefined {
  const thinned = chart.lines.map((line) => ({ ...line, ...thin(line.points, chart.worst, mostPoints) }))
  const lines = thinned.filter(({ points }) => points.some(({ value }) => !Number.isNaN(value)))
  if (lines.length === 0) return undefined
  const all = lines.flatMap(({ points }) => points)
  const highest = Math.max(chart.reach ?? 0, ...all.map(({ value }) => (Number.isNaN(value) ? 0 : value)))
  const longest = Math.max(...all.map(({ at }) => at))
  const up = axisTo(highest || 1)
  const along = timeAxisTo(longest)
  const x = (at: number): number => plot.left + (at / along.end) * (plot.right - plot.left)
  const y = (value: number): number => plot.bottom - (value / up.end) * (plot.bottom - plot.top)
  const limit = chart.limit && chart.limit.value <= up.end ? chart.limit : undefined
  const names: { name: string; look: string; y: number }[] = lines.map(({ points, name, look }) => {
    const measured = points.filter(({ value }) => !Number.isNaN(value))
    return { name, look, y: y(measured.at(-1)!.value) }
  })
  if (limit) names.push({ name: limit.name, look: 'limit', y: y(limit.value) })
  const heights = spread(
    names.map((each) => each.y),
    14,
    plot.top,
    plot.bottom,
  )
  const group = Math.max(...lines.map((line) => line.group))
  const note = group > 1 ? `, ${chart.worst} of every ${group} s` : ''

  return html`<figure class="chart">
    <figcaption>${chart.title} <span class="unit">${chart.of ?? chart.unit}${note}</span></figcaption>
    <svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${inWords(chart, lines)}">
      ${up.ticks.map((tick) => [
        level('rule', y(tick)),
        text('tick', plot.left - 8, y(tick) + 4, tick.toLocaleString('en'), 'end'),
      ])}
      ${along.ticks.map((tick) => text('tick', x(tick), plot.bottom + 20, clock(tick, longest), 'middle'))}
      ${text('tick', plot.right + 20, plot.bottom + 20, longest < 180 ? 's' : longest < 7_200 ? 'min:s' : 'h:min')}
      ${limit && level('limit', y(limit.value))}
      ${lines.map(({ points, look }) => html`<path class="line ${look}" d="${pathOf(points, x, y)}" />`)}
      ${names.map(({ name, look }, index) => text(`name ${look}`, plot.right + 8, heights[index]! + 4, name))}
      ${bands(chart, lines, longest, x)}
    </svg>
  </figure>`
}

function level(look: string, y: number): Html {
  return html`<path class="${look}" d="M${plot.left} ${pixel(y)}H${plot.right}" />`
}

function text(look: string, x: number, y: number, content: string, anchor = 'start'): Html {
  return html`<text class="${look}" x="${pixel(x)}" y="${pixel(y)}" text-anchor="${anchor}">${content}</text>`
}

function pathOf(points: readonly Point[], x: (at: number) => number, y: (value: number) => number): string {
  let path = ''
  let drawing = false
  for (const { at, value } of points) {
    if (!Number.isNaN(value)) path += `${drawing ? 'L' : 'M'}${pixel(x(at))} ${pixel(y(value))}`
    drawing = !Number.isNaN(value)
  }
  return path
}

/** Strips that show their figures under the pointer. */
function bands(chart: LineChart, lines: readonly Line[], longest: number, x: (at: number) => number): Html[] {
  const longestLine = lines.reduce((a, b) => (b.points.length > a.points.length ? b : a))
  const every = Math.max(1, Math.ceil(longestLine.points.length / mostBands))
  const shown = longestLine.points.filter((_, index) => index % every === 0)
  return shown.map(({ at }, index) => {
    const from = x(at)
    const to = x(shown[index + 1]?.at ?? longest)
    const figures = lines.flatMap(({ name, points }) => {
      const point = points.find((each) => each.at === at)
      return point ? [`${name} ${figure(point.value, chart.unit)}`] : []
    })
    return html`<g class="band"
      ><rect
        x="${pixel(from)}"
        y="${plot.top}"
        width="${pixel(Math.max(to - from, 1))}"
        height="${plot.bottom - plot.top}"
        ><title>${clock(at, longest)}${longest < 180 && ' s'}: ${figures.join(', ')}</title></rect
      ></g
    >`
  })
}

function inWords(chart: LineChart, lines: readonly Line[]): string {
  const told = lines.map(({ name, points }) => {
    const values = points.map(({ value }) => value).filter((value) => !Number.isNaN(value))
    return `${name} between ${figure(Math.min(...values), chart.unit)} and ${figure(Math.max(...values), chart.unit)}`
  })
  return `${chart.title}: ${told.join('; ')}`
}

function pixel(value: number): string {
  return String(Math.round(value * 10) / 10)
}
