import { median } from '../driver/median.ts'
import type { Quantiles } from '../driver/histogram.ts'
import type { Outcome, PeerFigures, PeerOptions, PeerRow, PeerRun, SubjectName } from './peer-report.ts'

/** What everything is compared with: the same wire, client and driver as the peers have. */
export const reference: SubjectName = 'coplane-stock'

/** A row per workload and subject that was run at all. */
export function rowsOf(options: PeerOptions, runs: readonly PeerRun[]): PeerRow[] {
  return options.workloads.flatMap((workload) => {
    const under = runs.filter((run) => run.workload === workload)
    return options.subjects.flatMap((subject): PeerRow[] => {
      const own = under.filter((run) => run.subject === subject)
      if (own.length === 0) return []
      return [{ subject, workload, outcome: outcomeOf(own), ratios: ratiosOf(own, under) }]
    })
  })
}

/** One collapse is a collapse: the rounds before it do not make up for it. */
function outcomeOf(runs: readonly PeerRun[]): Outcome {
  const collapsed = runs.find(({ outcome }) => outcome.is === 'collapsed')
  if (collapsed) return collapsed.outcome
  const figures = runs.flatMap(({ outcome }) => (outcome.is === 'measured' ? [outcome.figures] : []))
  return figures.length > 0 ? { is: 'measured', figures: medianFigures(figures) } : runs[0]!.outcome
}

/** Both runs of a ratio met the same machine: they are of the same round. */
function ratiosOf(own: readonly PeerRun[], all: readonly PeerRun[]): PeerRow['ratios'] {
  const pairs = own.flatMap(({ round, outcome }) => {
    const other = all.find((run) => run.round === round && run.subject === reference)?.outcome
    if (outcome.is !== 'measured' || other?.is !== 'measured') return []
    return [[outcome.figures, other.figures] as const]
  })
  if (pairs.length === 0) return undefined
  const ratio = (of: (figures: PeerFigures) => number): number =>
    median(pairs.map(([mine, its]) => of(mine) / of(its)))
  return {
    p95: ratio(({ latency }) => latency.p95),
    cpu: ratio(({ cpuUsPerDelivery }) => cpuUsPerDelivery),
    join: ratio(({ join }) => join.p95),
  }
}

function medianFigures(all: readonly PeerFigures[]): PeerFigures {
  const of = (pick: (figures: PeerFigures) => number): number => median(all.map(pick))
  const sum = (pick: (figures: PeerFigures) => number): number =>
    all.reduce((total, figures) => total + pick(figures), 0)
  const quantiles = (pick: (figures: PeerFigures) => Quantiles): Quantiles => ({
    p50: of((figures) => pick(figures).p50),
    p95: of((figures) => pick(figures).p95),
    p99: of((figures) => pick(figures).p99),
    max: of((figures) => pick(figures).max),
  })
  const cursors = all.flatMap((figures) => figures.cursors ?? [])
  return {
    updates: of(({ updates }) => updates),
    // Deliveries are counted over all rounds: a median would hide a loss.
    pairs: sum(({ pairs }) => pairs),
    delivered: sum(({ delivered }) => delivered),
    lost: sum(({ lost }) => lost),
    latency: quantiles(({ latency }) => latency),
    join: quantiles(({ join }) => join),
    cpuPercent: of(({ cpuPercent }) => cpuPercent),
    cpuUsPerDelivery: of(({ cpuUsPerDelivery }) => cpuUsPerDelivery),
    peakRssMiB: of(({ peakRssMiB }) => peakRssMiB),
    misplaced: all.some(({ misplaced }) => misplaced === undefined)
      ? undefined
      : sum(({ misplaced }) => misplaced ?? 0),
    cursors:
      cursors.length === all.length
        ? {
            pairs: cursors.reduce((total, { pairs }) => total + pairs, 0),
            lost: cursors.reduce((total, { lost }) => total + lost, 0),
            latency: quantiles((figures) => figures.cursors!.latency),
          }
        : undefined,
    driver: {
      cpu: of(({ driver }) => driver.cpu),
      loopLagP95: of(({ driver }) => driver.loopLagP95),
      sendLatenessP95: of(({ driver }) => driver.sendLatenessP95),
      isBottleneck: all.some(({ driver }) => driver.isBottleneck),
    },
  }
}
