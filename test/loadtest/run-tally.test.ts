import { expect, test } from 'vitest'
import { CellTally } from '../../loadtest/run/cell-tally.ts'
import { nothingCounted } from '../../loadtest/scenario/vu-counts.ts'
import type { PageReport } from '../../loadtest/report/run-report.ts'
import { LatencyHistogram } from '../../loadtest/scenario/latency-histogram.ts'
import type { VuCounts, VuMessage, VuSecond } from '../../loadtest/scenario/vu-message.ts'

function packed(...ms: number[]): number[] {
  const histogram = new LatencyHistogram()
  for (const each of ms) histogram.add(each)
  return histogram.packed()
}

function second(vu: number, atMs: number, more: Partial<VuSecond>, counts: Partial<VuCounts> = {}): VuSecond {
  const none = packed()
  return {
    kind: 'second',
    cell: 'n1_s2',
    vu,
    atMs,
    measured: false,
    edit: none,
    cursor: none,
    event: none,
    join: none,
    lag: none,
    ...more,
    counts: { ...nothingCounted, ...counts },
  }
}

function hear(tally: CellTally, ...messages: VuMessage[]): void {
  for (const message of messages) tally.hear(message)
}

const startMs = 1_700_000_000_000

test('[LT20] latencies are those of the measured seconds, joins those of all', () => {
  const tally = new CellTally()
  hear(
    tally,
    second(0, startMs, { edit: packed(500), join: packed(12) }),
    second(0, startMs + 1_000, { measured: true, edit: packed(20), lag: packed(1) }),
    second(1, startMs + 1_010, { measured: true, edit: packed(40), join: packed(30) }),
    second(1, startMs + 2_010, { edit: packed(900), lag: packed(99) }),
  )
  expect(tally.edit.count).toBe(2)
  expect(tally.edit.max).toBe(40)
  expect(tally.lag.max).toBe(1)
  expect(tally.join.count).toBe(2)
  expect(tally.window).toEqual({ fromMs: startMs, toMs: startMs + 1_010 })
})

test('[FPS13] what a page showed is kept, and its frames count as every member’s', () => {
  const tally = new CellTally()
  const report = { name: 'demo_n1_s2' } as PageReport
  hear(
    tally,
    { kind: 'hello', cell: 'n1_s2', vu: 1, sockets: 1 },
    { kind: 'page', cell: 'n1_s2', vu: 1, report },
    second(1, startMs, {}, { frames: 7 }),
  )
  expect(tally.pages).toEqual([report])
  expect(tally.sockets).toBe(1)
  expect(tally.totals.frames).toBe(7)
})

test('[LT21] seconds of all virtual users that end together are one second of the cell', () => {
  const tally = new CellTally()
  hear(
    tally,
    second(0, startMs, {}, { frames: 10 }),
    second(1, startMs + 300, {}, { frames: 5 }),
    second(0, startMs + 1_004, { measured: true }, { frames: 20 }),
    second(1, startMs + 1_302, { measured: true }, { frames: 7 }),
  )
  expect([...tally.seconds].map(([at, { counts, isMeasured }]) => [at, counts.frames, isMeasured])).toEqual([
    [0, 15, false],
    [1, 27, true],
  ])
  expect(tally.measured.frames).toBe(27)
})

test('[LT22] a cell is quiet when every virtual user that was announced has said so', () => {
  const tally = new CellTally()
  expect(tally.isQuiet).toBe(false)
  const hello = { kind: 'hello', cell: 'n1_s2', sockets: 3 } as const
  const quiet = { kind: 'quiet', cell: 'n1_s2', totals: nothingCounted, seqs: [] } as const
  hear(tally, { ...hello, vu: 0 }, { ...hello, vu: 1 }, { ...quiet, vu: 0 })
  expect(tally.sockets).toBe(6)
  expect(tally.isQuiet).toBe(false)
  hear(tally, { ...quiet, vu: 1 })
  expect(tally.isQuiet).toBe(true)
})

test('[LT23] totals are the newest of what a virtual user said: its seconds, or its own word', () => {
  const tally = new CellTally()
  hear(
    tally,
    second(0, startMs, {}, { frames: 10 }),
    second(1, startMs, {}, { frames: 4 }),
    second(1, startMs + 1_000, {}, { frames: 4 }),
  )
  expect(tally.totals.frames).toBe(18)
  const quiet = { kind: 'quiet', cell: 'n1_s2', seqs: [] } as const
  hear(tally, { ...quiet, vu: 0, totals: { ...nothingCounted, frames: 12 } })
  expect(tally.totals.frames).toBe(20)
  hear(tally, second(0, startMs + 1_000, {}, { frames: 5 }))
  expect(tally.totals.frames).toBe(23)
})

test('[LT24] the tick interval of several is the least and the most that anybody was told, and 0 tells none', () => {
  const tally = new CellTally()
  hear(
    tally,
    second(0, startMs, { measured: true }, { tickMsLeast: 16, tickMsMost: 20 }),
    second(1, startMs, { measured: true }, { tickMsLeast: 0, tickMsMost: 0 }),
    second(0, startMs + 1_000, { measured: true }, { tickMsLeast: 18, tickMsMost: 45 }),
  )
  expect(tally.measured).toMatchObject({ tickMsLeast: 16, tickMsMost: 45 })
})
