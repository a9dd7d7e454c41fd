import type { RunReport, Verdict } from '../report/run-report.ts'

/** What became of every threshold, one line each, the broken ones last where they are read. */
export function verdictLines({ cells, pages }: Pick<RunReport, 'cells' | 'pages'>): string[] {
  const all = [...cells, ...pages].flatMap(({ name, verdicts }) =>
    verdicts.map((verdict) => ({ name, verdict })),
  )
  return [
    ...all.filter(({ verdict }) => verdict.held),
    ...all.filter(({ verdict }) => !verdict.held && verdict.kind === 'goal'),
    ...all.filter(({ verdict }) => !verdict.held && verdict.kind === 'floor'),
  ].map(
    ({ name, verdict }) =>
      `${stateOf(verdict)}  ${name}  ${verdict.what}: ${valueOf(verdict)} (${verdict.limit})`,
  )
}

function stateOf({ held, kind }: Verdict): string {
  if (held) return 'held  '
  return kind === 'floor' ? 'BROKEN' : 'missed'
}

function valueOf({ value }: Verdict): string {
  return Number.isNaN(value) ? 'not measured' : String(Math.round(value * 1000) / 1000)
}

/** Whether every floor held; goals are only told. */
export function heldFloors({ cells, pages }: Pick<RunReport, 'cells' | 'pages'>): boolean {
  return [...cells, ...pages].every(({ verdicts }) =>
    verdicts.every(({ held, kind }) => held || kind === 'goal'),
  )
}
