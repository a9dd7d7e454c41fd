import type { Baseline } from './baseline.ts'
import type { GateFigure, GateGroup } from './figure.ts'

export interface Judgement {
  /** One line for each bound that is broken. */
  readonly broken: readonly string[]
  /** What a reader should know though it breaks nothing. */
  readonly notes: readonly string[]
}

/** @param node the major version of Node that counted, such as `v20` */
export function judge(
  group: GateGroup,
  found: readonly GateFigure[],
  baseline: Baseline,
  node: string,
): Judgement {
  const broken: string[] = []
  const notes: string[] = []
  const before = baseline[group]
  for (const figure of found) {
    const { name, value, unit, within, most } = figure
    const is = `${name}: ${amount(value, unit)}`
    if (!Number.isFinite(value)) broken.push(`${name}: not measured`)
    if (most !== undefined && value > most) broken.push(`${is}, the bound is ${amount(most, unit)}`)
    const was = before[name]
    if (was === undefined) broken.push(`${is}, and the baseline knows no such figure: --update writes it`)
    else if (figure.ofNode && node !== baseline.node)
      notes.push(`${is}, not compared: the baseline was counted with Node ${baseline.node}`)
    else if (value > was * within)
      broken.push(
        `${is}, at most ${amount(was * within, unit)}: ${within} × the baseline’s ${amount(was, unit)}`,
      )
    else if (value * improved < was) notes.push(`${is}, better than the baseline’s ${amount(was, unit)}`)
  }
  const names = new Set(found.map(({ name }) => name))
  const missing = Object.keys(before).filter((name) => !names.has(name))
  // A peer that collapses leaves no ratio, which is nobody's regression; counting always finds the same figures.
  const isAmiss = group === 'counted' || missing.length === Object.keys(before).length
  for (const name of missing)
    (isAmiss ? broken : notes).push(`${name}: in the baseline, but nobody measured it`)
  return { broken, notes }
}

/** A gain of this factor is worth writing down, so that it is not lost again unnoticed. */
const improved = 1.05

function amount(value: number, unit: string): string {
  const text = value.toLocaleString('en', { maximumSignificantDigits: 6 })
  return unit === '' ? text : `${text} ${unit}`
}
