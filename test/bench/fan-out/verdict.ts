import { median } from '../../../loadtest/driver/median.ts'
import type { FanOut, Pair } from './runs.ts'

/** DESIGN §9: what Coplane may cost, as a multiple of the floor. */
export const bounds = { p95: 1.25, cpu: 1.35 } as const
export const goals = { p95: 1.1, cpu: 1.2 } as const

/** Coplane's figure divided by the floor's. */
export interface Ratios {
  readonly p95: number
  readonly cpu: number
}

export function ratiosOf({ coplane, floor }: Pair): Ratios {
  return {
    p95: coplane.latency.p95 / floor.latency.p95,
    cpu: coplane.serverCpu.total / floor.serverCpu.total,
  }
}

/**
 * Medians of the pairs' ratios: the two runs of a pair met the same machine, runs of different pairs may not
 * have.
 */
export function medianRatios({ pairs }: FanOut): Ratios {
  const ratios = pairs.map(ratiosOf)
  return { p95: median(ratios.map(({ p95 }) => p95)), cpu: median(ratios.map(({ cpu }) => cpu)) }
}

/** Pairs that never arrived, and nodes that a late joiner found elsewhere than their writer left them. */
export function totalLost({ pairs }: FanOut): number {
  return pairs.reduce(
    (sum, { coplane, floor }) => sum + coplane.lost + floor.lost + (coplane.misplaced ?? 0),
    0,
  )
}
