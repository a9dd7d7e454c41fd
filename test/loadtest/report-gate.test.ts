import { expect, test } from 'vitest'
import { parseBaseline, withFigures, type Baseline } from '../../loadtest/report/gate/baseline.ts'
import { allocations } from '../../loadtest/report/gate/counted.ts'
import type { GateFigure } from '../../loadtest/report/gate/figure.ts'
import { judge } from '../../loadtest/report/gate/judge.ts'
import { fanOutRatios, peerRatios } from '../../loadtest/report/gate/ratios.ts'

const frame: GateFigure = { name: 'frame of a tick', value: 100, unit: 'B', within: 1.05 }
const heap: GateFigure = { name: 'allocated by a tick', value: 1_000, unit: 'B', within: 1.05, ofNode: true }
const baseline: Baseline = {
  format: 1,
  node: 'v20',
  counted: { 'frame of a tick': 100, 'allocated by a tick': 1_000 },
  ratios: { 'P95 by a peer': 0.5, 'CPU by a peer': 0.4 },
}
const brokenBy = (...found: readonly GateFigure[]): readonly string[] =>
  judge('counted', found, baseline, 'v20').broken

test('[LG1] figures as in the baseline, a little above it, and below it break nothing', () => {
  expect(brokenBy(frame, heap)).toEqual([])
  expect(brokenBy({ ...frame, value: 105 }, { ...heap, value: 1_049 })).toEqual([])
  expect(brokenBy({ ...frame, value: 50 }, heap)).toEqual([])
})

test('[LG1] a figure beyond its bound is one line that names figure, bound and baseline', () => {
  expect(brokenBy({ ...frame, value: 106 }, heap)).toEqual([
    'frame of a tick: 106 B, at most 105 B: 1.05 × the baseline’s 100 B',
  ])
  expect(brokenBy({ ...frame, value: 106 }, { ...heap, value: 2_000 })).toHaveLength(2)
})

test('[LG1] a bound of its own holds whatever the baseline says', () => {
  const [line] = brokenBy({ ...frame, value: 104, most: 103 }, heap)
  expect(line).toBe('frame of a tick: 104 B, the bound is 103 B')
})

test('[LG1] a figure that is no number, is new, or is gone breaks the gate', () => {
  expect(brokenBy({ ...frame, value: NaN }, heap)).toEqual(['frame of a tick: not measured'])
  expect(brokenBy(frame, heap, { ...frame, name: 'another' })).toHaveLength(1)
  expect(brokenBy(frame)).toEqual(['allocated by a tick: in the baseline, but nobody measured it'])
})

test('[LG1] what depends on Node’s version is compared within one version only, and says so', () => {
  const { broken, notes } = judge('counted', [frame, { ...heap, value: 2_000 }], baseline, 'v22')
  expect(broken).toEqual([])
  expect(notes).toEqual([
    'allocated by a tick: 2,000 B, not compared: the baseline was counted with Node v20',
  ])
})

test('[LG2] a peer without a ratio is a note, no ratio at all breaks the gate', () => {
  const p95: GateFigure = { name: 'P95 by a peer', value: 0.5, unit: '×', within: 1.25 }
  expect(judge('ratios', [p95], baseline, 'v20')).toEqual({
    broken: [],
    notes: ['CPU by a peer: in the baseline, but nobody measured it'],
  })
  expect(judge('ratios', [], baseline, 'v20').broken).toHaveLength(2)
})

test('[LG3] an object per member is found by what a tick allocates', () => {
  const members = { few: 10, many: 1_000 }
  const sound = allocations({ bytesPerTick: { few: 164_000, many: 164_100 }, members })
  const agreed = withFigures(undefined, 'counted', sound, 'v20')
  expect(judge('counted', sound, agreed, 'v20').broken).toEqual([])
  // 32 bytes for each member, as the planted fault of the bench allocates them.
  const planted = allocations({ bytesPerTick: { few: 164_000, many: 164_100 + 32 * 990 }, members })
  expect(judge('counted', planted, agreed, 'v20').broken).toHaveLength(3)
})

test('[LG4] ratios to the floor are medians of pairs, with bounds of their own', () => {
  const run = (p95: number, total: number): object => ({ latency: { p95 }, serverCpu: { total } })
  const pairs = [1.1, 1.4, 1.2].map((ratio) => ({ coplane: run(20 * ratio, 50 * ratio), floor: run(20, 50) }))
  const found = fanOutRatios(
    JSON.stringify({ options: { sessions: 1_000, rate: 100 }, pairs }),
    'fan-out.json',
  )
  expect(found.map(({ value }) => Number(value.toFixed(6)))).toEqual([1.2, 1.2])
  expect(found.map(({ most }) => most)).toEqual([1.25, 1.35])
})

test('[LG4] ratios to peers are Coplane’s by the peer’s; a peer that collapsed has none', () => {
  const workload = { rate: 1_000, cursorHz: 0 }
  const rows = [
    { subject: 'coplane-stock', workload, ratios: { p95: 1, cpu: 1 } },
    { subject: 'hocuspocus', workload, ratios: { p95: 2, cpu: 4 } },
    { subject: 'y-websocket', workload },
  ]
  const found = peerRatios(JSON.stringify({ options: { sessions: 300 }, rows }), 'peers.json')
  expect(found.map(({ name, value }) => [name, value])).toEqual([
    ['P95 at 1000 updates/s to 300 sessions, Coplane by hocuspocus', 0.5],
    ['CPU at 1000 updates/s to 300 sessions, Coplane by hocuspocus', 0.25],
  ])
})

test('[LG5] a baseline is read as it was written, and one group is replaced without the other', () => {
  const text = JSON.stringify(withFigures(baseline, 'ratios', [{ ...frame, name: 'P95' }], 'v24'))
  const read = parseBaseline(text, 'baseline.json')
  expect(read).toEqual({ ...baseline, ratios: { P95: 100 } })
  expect(() => parseBaseline('{}', 'baseline.json')).toThrow(/^baseline\.json is not such a report: /)
})
