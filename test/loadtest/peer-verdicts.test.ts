import { describe, expect, test } from 'vitest'
import { parseOptions } from '../../loadtest/peers/options.ts'
import type { Outcome, PeerFigures, PeerRun, SubjectName, Verdict } from '../../loadtest/peers/peer-report.ts'
import { rowsOf } from '../../loadtest/peers/peer-rows.ts'
import { printTable } from '../../loadtest/peers/table.ts'
import { imperceptibleMs, verdictsOf } from '../../loadtest/peers/verdicts.ts'
import { describeWorkload, parseWorkload } from '../../loadtest/peers/workload.ts'

const { options } = parseOptions([
  '--loads',
  '1000',
  '--subjects',
  'coplane-stock,hocuspocus',
  '--rounds',
  '3',
])
const workload = options.workloads[0]!

function figures(p95: number, cpuUsPerDelivery: number, lost = 0, isBottleneck = false): PeerFigures {
  const quantiles = { p50: p95 / 2, p95, p99: p95, max: p95 }
  return {
    updates: 10,
    pairs: 100,
    delivered: 100 - lost,
    lost,
    latency: quantiles,
    join: quantiles,
    cpuPercent: 50,
    cpuUsPerDelivery,
    peakRssMiB: 100,
    misplaced: 0,
    cursors: undefined,
    driver: { cpu: 30, loopLagP95: 1, sendLatenessP95: 1, isBottleneck },
  }
}

function measured(p95: number, cpu: number, lost = 0): Outcome {
  return { is: 'measured', figures: figures(p95, cpu, lost) }
}

function rounds(subject: SubjectName, ...outcomes: readonly Outcome[]): PeerRun[] {
  return outcomes.map((outcome, index) => ({ round: index + 1, subject, workload, outcome }))
}

function judge(...runs: readonly PeerRun[][]): Verdict['is'][] {
  return verdictsOf(options, rowsOf(options, runs.flat())).map((verdict) => verdict.is)
}

describe('the verdict', () => {
  const own = rounds('coplane-stock', measured(40, 1))

  test.each([
    ['slower and dearer', measured(60, 2), 'ok'],
    ['faster, where it can be seen', measured(39, 2), 'broken'],
    ['cheaper', measured(60, 0.9), 'broken'],
    ['collapsed', { is: 'collapsed', why: 'most is missing', figures: figures(1, 0.1) } as const, 'ok'],
  ])('[LT-P5] Coplane against a peer that is %s', (_, outcome, is) => {
    expect(judge(own, rounds('hocuspocus', outcome))).toEqual(['ok', is])
  })

  test('[LT-P5] below what a screen can show only the CPU is judged, and the sentence says so', () => {
    const below = rounds('coplane-stock', measured(imperceptibleMs - 1, 1))
    expect(judge(below, rounds('hocuspocus', measured(3, 2)))).toEqual(['ok', 'ok'])
    expect(judge(below, rounds('hocuspocus', measured(3, 0.5)))).toEqual(['ok', 'broken'])
    const rows = rowsOf(options, [...below, ...rounds('hocuspocus', measured(3, 2))])
    expect(verdictsOf(options, rows)[1]!.sentence).toBe(
      'coplane-stock is cheaper than hocuspocus at 1,000 updates/s: P95 32.4 against 3.0 ms, ' +
        'CPU per delivery 1.00 against 2.00 µs; P95 is not judged below 33.4 ms',
    )
  })

  test("[LT-P5] where the driver was the bottleneck nobody's P95 counts, but the CPU does", () => {
    const busy = (cpu: number): Outcome => ({ is: 'measured', figures: figures(90, cpu, 0, true) })
    expect(judge(own, rounds('hocuspocus', busy(2)))).toEqual(['ok', 'undecided'])
    expect(judge(own, rounds('hocuspocus', busy(0.5)))).toEqual(['ok', 'broken'])
  })

  test('[LT-P5] a loss in one round, a misplaced node or a collapse of Coplane breaks it', () => {
    expect(judge(rounds('coplane-stock', measured(9, 1), measured(9, 1, 1), measured(9, 1)))).toEqual([
      'broken',
    ])
    expect(judge(rounds('coplane-stock', { is: 'collapsed', why: 'gone', figures: undefined }))).toEqual([
      'broken',
    ])
    const misplaced = { ...figures(9, 1), misplaced: 1 }
    expect(judge(rounds('coplane-stock', { is: 'measured', figures: misplaced }))).toEqual(['broken'])
  })
})

describe('rows', () => {
  test('[LT-P6] figures are medians of the rounds, ratios are medians of ratios within a round', () => {
    const runs = [
      ...rounds('coplane-stock', measured(10, 1), measured(20, 1), measured(100, 1)),
      ...rounds('hocuspocus', measured(20, 2), measured(80, 2), measured(110, 2)),
    ]
    const [own, other] = rowsOf(options, runs)
    expect(own!.outcome).toMatchObject({ figures: { latency: { p95: 20 }, pairs: 300 } })
    expect(other!.ratios).toEqual({ p95: 2, cpu: 2, join: 2 })
  })

  test('[LT-P6] who collapsed in one round has collapsed', () => {
    const collapsed = { is: 'collapsed', why: '40 % had not arrived', figures: undefined } as const
    const [row] = rowsOf(options, rounds('hocuspocus', measured(9, 1), collapsed))
    expect(row!.outcome).toEqual(collapsed)
  })
})

describe('the table', () => {
  test('[LT-P7] it says why there are no figures, and whose figures are the driver’s', () => {
    const busy = figures(9, 1, 0, true)
    const runs = [
      ...rounds('coplane-stock', { is: 'measured', figures: busy }),
      ...rounds('hocuspocus', { is: 'not-run', why: 'it collapsed at 100 updates/s' }),
    ]
    const rows = rowsOf(options, runs)
    const text = printTable({
      format: 1,
      startedAt: '2026-01-01T00:00:00.000Z',
      complete: true,
      machine: { cpuModel: 'any', cores: 2, memoryGiB: 1, node: 'v20', kernel: 'Linux', pinned: undefined },
      versions: { yjs: '13' },
      options,
      runs,
      rows,
      verdicts: verdictsOf(options, rows),
    })
    expect(text).toMatch(/^coplane-stock \* +4\.5 +9\.0/m)
    expect(text).toMatch(/^hocuspocus .*not run: it collapsed at 100 updates\/s$/m)
    expect(text).toContain('THE DRIVER WAS THE BOTTLENECK')
    expect(text).not.toContain('NaN')
  })
})

describe('options', () => {
  test('[LT-P8] a load is a rate, with or without cursors', () => {
    expect(parseWorkload('1000')).toEqual({ rate: 1000, cursorHz: 0 })
    expect(parseWorkload('50@0.2')).toEqual({ rate: 50, cursorHz: 0.2 })
    expect(describeWorkload({ rate: 6000, cursorHz: 0.2 })).toBe(
      "6,000 updates/s and everybody's cursor at 0.2 Hz",
    )
    for (const wrong of ['', '0', 'x', '1@', '@1', '1@2@3', '-1'])
      expect(parseWorkload(wrong)).toBeUndefined()
  })

  test.each([
    [['--loads', 'many'], '--loads takes rates such as 1000 or 500@1, not "many"'],
    [['--subjects', 'yhub'], '--subjects takes coplane'],
    [['--rounds', '0'], '--rounds must be a number above 0'],
  ])('[LT-P8] %j is refused with a sentence', (args, sentence) => {
    expect(() => parseOptions(args)).toThrow(sentence)
  })
})
