import { expect, test } from 'vitest'
import type { CellReport } from '../../loadtest/report/run-report.ts'
import { soakVerdicts } from '../../loadtest/run/soak-verdicts.ts'

const latency = { p50: 10, p95: 20, p99: 30, max: 40, count: 1_000 }
const lane = { sent: 1, skipped: 0, received: 1, gaps: 0 }

/** Ten minutes after 16 s of joining and warming up, with a heap that goes up and down by 10 MiB. */
function cell(change: {
  readonly p95?: (second: number) => number
  readonly rssMiB?: (second: number) => number
  readonly descriptors?: number
  readonly reconnects?: number
  readonly seconds?: number
}): Omit<CellReport, 'verdicts'> {
  const seconds = change.seconds ?? 600
  const { p95 = () => 20, rssMiB = () => 200, descriptors = 1_020, reconnects = 0 } = change
  return {
    name: 'n1000_s1000',
    nodes: 1_000,
    sessions: 1_000,
    rooms: 1,
    profile: 'people',
    updatesPerSecond: 20,
    seconds,
    tickMs: { least: 16, median: 16, most: 20 },
    editSeen: latency,
    cursorSeen: undefined,
    eventSeen: undefined,
    join: latency,
    failedJoins: 0,
    reconnects,
    ledger: { document: lane, event: undefined, live: lane, agrees: true },
    traffic: { framesInPerSecond: 1, bytesInPerSecond: 1, framesOutPerSecond: 1, bytesOutPerSecond: 1 },
    server: {
      cpu: 50,
      peakRssMiB: 220,
      loopDelayP50Ms: 1,
      loopDelayP99Ms: 5,
      descriptors,
      durableP95Ms: 50,
    },
    loadGenerator: { cpu: 50, peakRssMiB: 200, lagP95Ms: 2, lagMaxMs: 20 },
    oracle: undefined,
    series: Array.from({ length: 16 + seconds + 3 }, (_, at) => ({
      at,
      p50: 10,
      // Whoever joins waits longer, and in the end nobody edits.
      p95: at < 16 ? 500 : at > 16 + seconds ? NaN : p95(at - 16),
      p99: 30,
      frames: 1_000,
      bytes: 1_000,
      serverCpu: 50,
      loadGeneratorCpu: 50,
      rssMiB: at < 16 ? 60 + at * 9 : rssMiB(at - 16) + ((at * 7) % 20) - 10,
    })),
  }
}

function broken(change: Parameters<typeof cell>[0]): string[] {
  return soakVerdicts(cell(change))
    .filter(({ held, kind }) => !held && kind === 'floor')
    .map(({ what }) => what)
}

test('[LT-SO1] a load that stays as it began holds every bound', () => {
  expect(soakVerdicts(cell({})).filter(({ held }) => !held)).toEqual([])
})

test.each<[string, Parameters<typeof cell>[0], RegExp]>([
  ['latency that creeps up', { p95: (second) => 20 + second / 50 }, /P95/],
  ['latency that was never measured', { p95: () => NaN }, /P95/],
  ['memory that grows by 3 MiB a minute', { rssMiB: (second) => 200 + second / 20 }, /memory/],
  ['a descriptor that is kept for every reconnect', { descriptors: 1_500 }, /descriptors/],
  ['one reconnect', { reconnects: 1 }, /reconnects/],
])('[LT-SO2] %s breaks a bound', (_, change, what) => {
  expect(broken(change)).toEqual(expect.arrayContaining([expect.stringMatching(what)]))
})

test('[LT-SO3] a heap that settles in the first quarter is no leak', () => {
  expect(broken({ rssMiB: (second) => 200 + Math.min(second, 140) / 3 })).toEqual([])
})

test('[LT-SO4] seconds are too short to fail a run for a drift, which is told all the same', () => {
  const short = { seconds: 40, p95: (second: number) => 20 + second }
  expect(broken(short)).toEqual([])
  const told = soakVerdicts(cell(short)).filter(({ what, held }) => !held && what.includes('P95'))
  expect(told).toHaveLength(2)
})
