import type { CellReport, Latency, Ledger, SeriesPoint } from '../report/run-report.ts'
import type { LatencyHistogram } from '../scenario/latency-histogram.ts'
import type { CellTally } from './cell-tally.ts'
import { type Metrics, quantileBetween } from './prometheus-text.ts'
import { cpuBetween, nearest, peak, type Sample } from './sampler.ts'

/** What a cell is, before it is run. */
export interface CellFacts {
  readonly name: string
  readonly nodes: number
  readonly sessions: number
  readonly rooms: number
  readonly profile: string
}

/** Everything that was found out about a cell. */
export interface CellFindings {
  readonly facts: CellFacts
  readonly tally: CellTally
  readonly samples: readonly Sample[]
  readonly ledger: Ledger
  readonly oracle: CellReport['oracle']
  /** The server's metrics at both ends of the measured window; undefined where it was not reached. */
  readonly window: { readonly from: Metrics | undefined; readonly to: Metrics | undefined }
}

export function describeCell({
  facts,
  tally,
  samples,
  ledger,
  oracle,
  window,
}: CellFindings): Omit<CellReport, 'verdicts'> {
  const { measured, totals } = tally
  const [fromMs, toMs] = [tally.window?.fromMs ?? NaN, tally.window?.toMs ?? NaN]
  const seconds = tally.window ? (toMs - fromMs) / 1000 : 0
  const perSecond = (count: number): number => (seconds > 0 ? count / seconds : 0)
  return {
    ...facts,
    updatesPerSecond: perSecond(measured.updatesSent),
    seconds,
    tickMs: ticksOf(tally),
    editSeen: latencyOf(tally.edit),
    cursorSeen: tally.cursor.count > 0 ? latencyOf(tally.cursor) : undefined,
    eventSeen: tally.event.count > 0 ? latencyOf(tally.event) : undefined,
    join: latencyOf(tally.join),
    failedJoins: totals.failedJoins,
    reconnects: totals.reconnects,
    ledger,
    traffic: {
      framesInPerSecond: perSecond(measured.sent),
      bytesInPerSecond: perSecond(measured.sentBytes),
      framesOutPerSecond: perSecond(measured.frames),
      bytesOutPerSecond: perSecond(measured.bytes),
    },
    server: {
      cpu: cpuBetween(samples, 'server', fromMs, toMs),
      peakRssMiB: peak(samples, 'server', 'rssMiB'),
      ...loopDelay(window.to),
      descriptors: peak(samples, 'server', 'descriptors'),
      durableP95Ms: durableP95Ms(window.from, window.to),
    },
    loadGenerator: {
      cpu: cpuBetween(samples, 'loadGenerator', fromMs, toMs),
      peakRssMiB: peak(samples, 'loadGenerator', 'rssMiB'),
      lagP95Ms: tally.lag.quantile(0.95),
      lagMaxMs: tally.lag.count > 0 ? tally.lag.max : NaN,
    },
    oracle,
    series: seriesOf(tally, samples),
  }
}

function latencyOf(histogram: LatencyHistogram): Latency {
  const { count } = histogram
  return {
    p50: histogram.quantile(0.5),
    p95: histogram.quantile(0.95),
    p99: histogram.quantile(0.99),
    max: count > 0 ? histogram.max : NaN,
    count,
  }
}

function ticksOf(tally: CellTally): CellReport['tickMs'] {
  const middles = [...tally.seconds.values()]
    .filter(({ isMeasured, counts }) => isMeasured && counts.tickMsMost > 0)
    .map(({ counts }) => (counts.tickMsLeast + counts.tickMsMost) / 2)
    .sort((a, b) => a - b)
  const { tickMsLeast, tickMsMost } = tally.measured
  return {
    least: tickMsLeast || NaN,
    median: middles[Math.floor(middles.length / 2)] ?? NaN,
    most: tickMsMost || NaN,
  }
}

/** What prom-client kept since the look before, which was at the beginning of the window. Its timer is due every 10 ms, and it records all of the time in between. */
function loopDelay(to: Metrics | undefined): { loopDelayP50Ms: number; loopDelayP99Ms: number } {
  const delayMs = (quantile: string): number => {
    const seconds = to?.get(`nodejs_eventloop_lag_${quantile}_seconds`)
    return seconds === undefined ? NaN : Math.max(0, seconds * 1000 - loopTimerMs)
  }
  return { loopDelayP50Ms: delayMs('p50'), loopDelayP99Ms: delayMs('p99') }
}

const loopTimerMs = 10

function durableP95Ms(from: Metrics | undefined, to: Metrics | undefined): number | undefined {
  if (!from || !to) return undefined
  const seconds = quantileBetween('coplane_durable_lag_seconds', 0.95, from, to)
  return Number.isNaN(seconds) ? undefined : seconds * 1000
}

function seriesOf(tally: CellTally, samples: readonly Sample[]): SeriesPoint[] {
  return [...tally.seconds.entries()]
    .sort(([a], [b]) => a - b)
    .map(([at, { edit, counts }]) => {
      const endMs = tally.startMs + at * 1000
      return {
        at,
        p50: edit.quantile(0.5),
        p95: edit.quantile(0.95),
        p99: edit.quantile(0.99),
        frames: counts.frames,
        bytes: counts.bytes,
        serverCpu: cpuBetween(samples, 'server', endMs - 1000, endMs),
        loadGeneratorCpu: cpuBetween(samples, 'loadGenerator', endMs - 1000, endMs),
        rssMiB: nearest(samples, endMs)?.server?.rssMiB ?? NaN,
      }
    })
}
