import { z } from 'zod'
import { parseJson } from '../read-report.ts'
import type { GateFigure, GateGroup } from './figure.ts'

/** What the figures were when somebody last agreed to them. */
export interface Baseline {
  readonly format: 1
  /** The major version of Node that they were counted with, such as `v20`. */
  readonly node: string
  readonly counted: Readonly<Record<string, number>>
  readonly ratios: Readonly<Record<string, number>>
}

const schema: z.ZodType<Baseline> = z.object({
  format: z.literal(1),
  node: z.string(),
  counted: z.record(z.string(), z.number()),
  ratios: z.record(z.string(), z.number()),
})

/** @throws UnreadableReport with one sentence */
export function parseBaseline(text: string, source: string): Baseline {
  return parseJson(text, source, schema)
}

/** @returns the baseline with a group replaced by what was found now. */
export function withFigures(
  baseline: Baseline | undefined,
  group: GateGroup,
  found: readonly GateFigure[],
  node: string,
): Baseline {
  const figures = Object.fromEntries(found.map(({ name, value }) => [name, Number(value.toPrecision(6))]))
  const before = baseline ?? { format: 1, node, counted: {}, ratios: {} }
  return { ...before, ...(group === 'counted' && { node }), [group]: figures }
}

/** @returns `v20` for `v20.19.4`. */
export function majorOf(nodeVersion: string): string {
  return nodeVersion.split('.', 1)[0]!
}
