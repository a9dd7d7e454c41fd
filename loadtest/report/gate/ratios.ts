import { z } from 'zod'
import { median } from '../../driver/median.ts'
import { parseJson } from '../read-report.ts'
import type { GateFigure } from './figure.ts'

/** Runs of minutes on a shared machine: a ratio of two of them moves by this much without anybody's doing. */
const p95Within = 1.25
const cpuWithin = 1.35

/** What Coplane may cost whatever it cost before, as a multiple of the floor's. */
const most = { p95: 1.25, cpu: 1.35 }

const run = z.object({
  latency: z.object({ p95: z.number() }),
  serverCpu: z.object({ total: z.number() }),
})
const fanOut = z.object({
  options: z.object({ sessions: z.number(), rate: z.number() }),
  pairs: z.array(z.object({ coplane: run, floor: run })).min(1),
})

/** @param text the JSON of `test/bench/fan-out.ts` */
export function fanOutRatios(text: string, source: string): GateFigure[] {
  const { options, pairs } = parseJson(text, source, fanOut)
  const at = `at ${options.rate} updates/s to ${options.sessions} sessions, Coplane by the floor`
  const p95 = median(pairs.map(({ coplane, floor }) => coplane.latency.p95 / floor.latency.p95))
  const cpu = median(pairs.map(({ coplane, floor }) => coplane.serverCpu.total / floor.serverCpu.total))
  return [
    { name: `P95 ${at}`, value: p95, unit: '×', within: p95Within, most: most.p95 },
    { name: `CPU ${at}`, value: cpu, unit: '×', within: cpuWithin, most: most.cpu },
  ]
}

const peerRatio = z.object({ p95: z.number().nullable(), cpu: z.number().nullable() })
const peerReport = z.object({
  options: z.object({ sessions: z.number() }),
  rows: z.array(
    z.object({
      subject: z.string(),
      workload: z.object({ rate: z.number(), cursorHz: z.number() }),
      ratios: peerRatio.nullish(),
    }),
  ),
})

/**
 * @param text `loadtest/results/peers.json`, in which every figure of a peer is divided by the one of Coplane's stock dialect
 * @returns Coplane's by the peer's, so that less is better
 */
export function peerRatios(text: string, source: string): GateFigure[] {
  const { options, rows } = parseJson(text, source, peerReport)
  return rows.flatMap(({ subject, workload: { rate, cursorHz }, ratios }) => {
    // The native wire is another client; the floor is no peer, and the fan-out bench judges it.
    if (!ratios || subject.startsWith('coplane') || subject === 'floor') return []
    const cursors = cursorHz > 0 ? ` and cursors at ${cursorHz} Hz` : ''
    const at = `at ${rate} updates/s${cursors} to ${options.sessions} sessions, Coplane by ${subject}`
    const by = (what: string, value: number | null, within: number): GateFigure[] =>
      value === null ? [] : [{ name: `${what} ${at}`, value: 1 / value, unit: '×', within }]
    return by('P95', ratios.p95, p95Within).concat(by('CPU', ratios.cpu, cpuWithin))
  })
}
