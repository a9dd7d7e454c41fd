import { cellDropRate, cpuPerFrameUs } from './cell-figures.ts'
import { cellLabels, pageLabel } from './cell-label.ts'
import type { CellReport, Machine, PageReport, RunReport } from './run-report.ts'

export interface Compared {
  readonly where: string
  readonly what: string
  readonly unit: string
  readonly before: number
  readonly now: number
  /** `now` divided by `before`. */
  readonly ratio: number
  readonly better: 'less' | 'more'
}

/** This run against the last one, or the sentence that says why not. */
export type Comparison = { readonly rows: readonly Compared[] } | { readonly refused: string }

export function compare(report: RunReport, previous: RunReport | undefined): Comparison {
  if (!previous) return { refused: 'There is no earlier run to compare with.' }
  const differing = machineFields.filter((field) => report.machine[field] !== previous.machine[field])
  if (differing.length > 0)
    return { refused: `Not compared: the last run was made on another machine (${differing.join(', ')}).` }
  const otherwise = settingsThatDiffer(report, previous)
  if (otherwise.length > 0)
    return { refused: `Not compared: the last run was set up otherwise (${otherwise.join(', ')}).` }
  if (!previous.complete || !report.complete)
    return { refused: 'Not compared: one of the two runs was interrupted.' }
  return {
    rows: [
      ...rowsOf(report.cells, previous.cells, cellFigures, labelOf(report)),
      ...rowsOf(report.pages, previous.pages, pageFigures, pageLabel),
    ],
  }
}

function settingsThatDiffer(report: RunReport, previous: RunReport): string[] {
  const names = [...new Set(Object.keys(report.settings).concat(Object.keys(previous.settings)))]
  const differing = names.filter((name) => report.settings[name] !== previous.settings[name])
  return report.machine.placement === previous.machine.placement ? differing : ['placement', ...differing]
}

/** All of them must be the same before two figures mean the same. */
const machineFields = ['cpu', 'cores', 'kernel', 'node'] as const satisfies readonly (keyof Machine)[]

type Figure<Subject> = readonly [
  what: string,
  unit: string,
  of: (subject: Subject) => number,
  better: Compared['better'],
]

const cellFigures: readonly Figure<CellReport>[] = [
  ['edit → seen P50', 'ms', ({ editSeen }) => editSeen.p50, 'less'],
  ['edit → seen P95', 'ms', ({ editSeen }) => editSeen.p95, 'less'],
  ['edit → seen P99', 'ms', ({ editSeen }) => editSeen.p99, 'less'],
  ['cursor → seen P95', 'ms', ({ cursorSeen }) => cursorSeen?.p95 ?? NaN, 'less'],
  ['event → seen P95', 'ms', ({ eventSeen }) => eventSeen?.p95 ?? NaN, 'less'],
  ['join P95', 'ms', ({ join }) => join.p95, 'less'],
  ['drop rate', '%', (cell) => cellDropRate(cell) * 100, 'less'],
  ['server CPU', '%', ({ server }) => server.cpu, 'less'],
  ['CPU a frame', 'µs', cpuPerFrameUs, 'less'],
  ['peak RSS', 'MiB', ({ server }) => server.peakRssMiB, 'less'],
]

const pageFigures: readonly Figure<PageReport>[] = [
  ['FPS P50', '', ({ fps }) => fps.p50, 'more'],
  ['FPS P5', '', ({ fps }) => fps.p5, 'more'],
  ['frame P95', 'ms', ({ frameMs }) => frameMs.p95, 'less'],
  ['received → painted P95', 'ms', ({ receivedToPainted }) => receivedToPainted.p95, 'less'],
  ['heap', 'MiB', ({ heapMiB }) => heapMiB, 'less'],
]

function labelOf({ cells }: RunReport): (cell: CellReport) => string {
  const labels = cellLabels(cells)
  return ({ name }) => labels.get(name)!
}

function rowsOf<Subject extends { readonly name: string }>(
  subjects: readonly Subject[],
  previous: readonly Subject[],
  figures: readonly Figure<Subject>[],
  label: (subject: Subject) => string,
): Compared[] {
  return subjects.flatMap((subject) => {
    const earlier = previous.find(({ name }) => name === subject.name)
    if (!earlier) return []
    return figures.flatMap(([what, unit, of, better]) => {
      const [before, now] = [of(earlier), of(subject)]
      // What was measured once only cannot be compared; 0 against 0 is the same.
      if (!Number.isFinite(before) || !Number.isFinite(now)) return []
      return [
        { where: label(subject), what, unit, before, now, ratio: before === now ? 1 : now / before, better },
      ]
    })
  })
}
