import { expect, test } from 'vitest'
import type { CellReport, Latency } from '../../loadtest/report/run-report.ts'
import { judge } from '../../loadtest/run/verdicts.ts'
import { heldFloors, verdictLines } from '../../loadtest/run/verdict-lines.ts'

type Cell = Omit<CellReport, 'verdicts'>

function latency(p95: number): Latency {
  return { p50: p95 / 2, p95, p99: p95, max: p95, count: Number.isNaN(p95) ? 0 : 100 }
}

function lane(gaps = 0): CellReport['ledger']['live'] {
  return { sent: 100, skipped: 0, received: 100 - gaps, gaps }
}

function cell(more: Partial<Cell> = {}): Cell {
  return {
    name: 'n1000_s1000',
    nodes: 1_000,
    sessions: 1_000,
    rooms: 1,
    profile: 'people',
    updatesPerSecond: 50,
    seconds: 30,
    tickMs: { least: 16, median: 16, most: 16 },
    editSeen: latency(40),
    cursorSeen: undefined,
    eventSeen: undefined,
    join: latency(20),
    failedJoins: 0,
    reconnects: 0,
    ledger: { document: lane(), event: undefined, live: lane(), agrees: true },
    traffic: { framesInPerSecond: 1, bytesInPerSecond: 1, framesOutPerSecond: 1, bytesOutPerSecond: 1 },
    server: {
      cpu: 50,
      peakRssMiB: 200,
      loopDelayP50Ms: 1,
      loopDelayP99Ms: 5,
      descriptors: 1_100,
      durableP95Ms: 50,
    },
    loadGenerator: { cpu: 90, peakRssMiB: 100, lagP95Ms: 5, lagMaxMs: 30 },
    oracle: { clients: 2, equal: true },
    series: [],
    ...more,
  }
}

const steady = { isFast: true, isCounted: true, isLong: false, k6ExitCode: 0 }

function broken(more: Partial<Cell>, expected: Parameters<typeof judge>[1] = steady): string[] {
  return judge(cell(more), expected)
    .filter(({ held }) => !held)
    .map(({ what, kind }) => `${kind}: ${what}`)
}

test('[LT30] a cell whose every figure is within its bounds holds all of them', () => {
  expect(broken({})).toEqual([])
  expect(judge(cell(), steady).map(({ kind }) => kind)).toContain('goal')
})

test.each<[string, Partial<Cell>, string[]]>([
  ['a P95 above 60 ms misses the goal', { editSeen: latency(61) }, ['goal: edit→seen P95']],
  [
    'a P95 above 100 ms breaks the floor',
    { editSeen: latency(101) },
    ['floor: edit→seen P95', 'goal: edit→seen P95'],
  ],
  [
    'a P95 that nobody measured holds nothing',
    { editSeen: latency(NaN) },
    ['floor: edit→seen P95', 'goal: edit→seen P95'],
  ],
  [
    'one missed tick breaks the drop rate',
    { ledger: { document: lane(1), event: undefined, live: lane(), agrees: true } },
    ['floor: drop rate of the document lane'],
  ],
  [
    'one missed event breaks it too',
    { ledger: { document: lane(), event: lane(1), live: lane(), agrees: true } },
    ['floor: drop rate of the event lane'],
  ],
  [
    'a ledger that does not agree',
    { ledger: { document: lane(), event: undefined, live: lane(), agrees: false } },
    ['floor: frames that the server sent and nobody counted'],
  ],
  [
    'oracles that differ',
    { oracle: { clients: 2, equal: false } },
    ['floor: oracles that hold another document'],
  ],
  [
    'a load generator that lags',
    { loadGenerator: { cpu: 99, peakRssMiB: 1, lagP95Ms: 26, lagMaxMs: 90 } },
    ['floor: lag of the load generator P95'],
  ],
  ['a refused join', { failedJoins: 1 }, ['floor: failed joins']],
])('[LT31] %s', (_, more, expected) => {
  expect(broken(more)).toEqual(expected)
})

test("[LT32] k6's own thresholds break a floor, and a cell that is cut off has none of k6's to hold", () => {
  expect(broken({}, { ...steady, k6ExitCode: 99 })).toEqual(['floor: exit code of k6'])
  expect(broken({}, { ...steady, k6ExitCode: undefined })).toEqual([])
})

test('[LT33] a bad network is not held to the latency of a good one, nor a storm to frames that nobody could read', () => {
  const lost = { document: lane(), event: undefined, live: lane(), agrees: false }
  expect(
    broken({ editSeen: latency(900), ledger: lost }, { ...steady, isFast: false, isCounted: false }),
  ).toEqual([])
})

test('[LT34] a run has held when every floor did; broken floors are told last', () => {
  const verdicts = (more: Partial<Cell>): CellReport => ({
    ...cell(more),
    verdicts: judge(cell(more), steady),
  })
  const missed = { cells: [verdicts({ editSeen: latency(80) })], pages: [] }
  expect(heldFloors(missed)).toBe(true)
  const run = { cells: [verdicts({ failedJoins: 3 }), verdicts({ editSeen: latency(80) })], pages: [] }
  expect(heldFloors(run)).toBe(false)
  expect(verdictLines(run).at(-1)).toBe('BROKEN  n1000_s1000  failed joins: 3 (0)')
})
