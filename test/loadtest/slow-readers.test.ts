import { Buffer } from 'node:buffer'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { decodeUpdate } from '../../client-sdk/src/protocol/update.ts'
import { encodeSync } from '../../client-sdk/src/protocol/sync.ts'
import { encodeTick } from '../../client-sdk/src/protocol/tick.ts'
import { converges } from '../../loadtest/slow-readers/convergence.ts'
import { slowCell, slowCells } from '../../loadtest/slow-readers/slow-cell.ts'
import type { SlowReport } from '../../loadtest/slow-readers/slow-order.ts'
import { TextEdits } from '../../loadtest/slow-readers/text-edits.ts'

const cell = slowCells()[0]!
const quantiles = { p50: 10, p95: 20, p99: 30, max: 40 }
const counted = { ticks: 900, documentTicks: 800, liveFrames: 50, resyncs: 16, skipped: 80, forgone: 20 }
const figures = { peakRssMiB: 200, loopDelayP50Ms: 10, loopDelayP99Ms: 20 }

const clean: SlowReport = {
  calm: { ...quantiles, count: 1_000, lost: 0 },
  slow: { ...quantiles, count: 1_000, lost: 0 },
  join: { ...quantiles, count: 100 },
  updatesPerSecond: 350,
  tickMs: { least: 16, median: 16, most: 20 },
  bigTicks: 0,
  ticks: 900,
  members: {
    ...counted,
    frames: 1_000,
    bytes: 1e6,
    gaps: 0,
    published: 1_000,
    messagesSent: 100,
    bytesSent: 1e4,
  },
  server: { ...counted, frames: 1_000, liveSkipped: 3, lost: 0 },
  closedReasons: Array.from({ length: 4 }, () => 'closed with 4508 slow-consumer'),
  reconnects: 4,
  catchUpMs: 100,
  oracle: { clients: 4, equal: true },
  rssMiB: { calm: 150, peak: 170 },
  serverCpu: 40,
  descriptors: 120,
  driver: { cpu: 40, peakRssMiB: 200, loopLagP95: 2, loopLagMax: 20 },
  seconds: 80,
  series: [],
}

function broken(report: SlowReport): string[] {
  return slowCell(cell, report, figures)
    .verdicts.filter(({ held }) => !held)
    .map(({ what }) => what)
}

describe('what a run with slow readers is judged by', () => {
  test('[LT-SR1] a run in which all is well holds every bound', () => {
    expect(broken(clean)).toEqual([])
    expect(slowCell(cell, clean, figures).ledger.agrees).toBe(true)
  })

  test.each<[string, Partial<SlowReport>, RegExp]>([
    ['others wait', { slow: { ...clean.slow, p95: 26 } }, /P95 of steady/],
    ['a steady reader lacks an edit', { slow: { ...clean.slow, lost: 1 } }, /did not get/],
    ['a frame is missing', { members: { ...clean.members, frames: 999 } }, /unaccounted/],
    ['a tick is missing', { members: { ...clean.members, published: 1_001 } }, /ticks × members/],
    ['a gap', { members: { ...clean.members, gaps: 1 } }, /gaps/],
    ['memory grows with what is not read', { rssMiB: { calm: 150, peak: 400 } }, /memory/],
    ['a never-reader stays', { closedReasons: clean.closedReasons.slice(1) }, /never-readers/],
    [
      'the close does not arrive',
      { closedReasons: [...clean.closedReasons.slice(1), 'the server closed the connection'] },
      /never-readers/,
    ],
    ['a document differs', { oracle: { clients: 4, equal: false } }, /differ/],
    ['the driver was the bottleneck', { driver: { ...clean.driver, loopLagP95: 30 } }, /driver/],
  ])('[LT-SR2] a run is broken when %s', (_, change, what) => {
    expect(broken({ ...clean, ...change })).toEqual([expect.stringMatching(what)])
  })

  test.each(['frames', 'ticks', 'documentTicks', 'liveFrames', 'resyncs', 'skipped', 'forgone'] as const)(
    '[LT-SR3] the ledger does not agree when one of the %s is counted by one side only',
    (name) => {
      const members = { ...clean.members, [name]: clean.members[name] + 1 }
      expect(slowCell(cell, { ...clean, members }, figures).ledger.agrees).toBe(false)
    },
  )
})

describe('the edits of a run with slow readers', () => {
  test('[LT-SR4] each edit weighs what was asked for, and the document does not grow with their number', () => {
    const edits = new TextEdits(3, 2_000, 7)
    const doc = new Y.Doc()
    Y.applyUpdate(doc, edits.seed)
    for (let batch = 1; batch <= 200; batch++)
      for (let writer = 0; writer < 3; writer++) {
        const message = edits.next(writer, batch)
        expect(message.length).toBeGreaterThan(2_000)
        expect(message.length).toBeLessThan(2_100)
        Y.applyUpdate(doc, decodeUpdate(message)!.update)
      }
    expect(Y.encodeStateAsUpdate(doc).length).toBeLessThan(10_000)
    expect(doc.getMap('nodes').size).toBe(3)
  })

  test('[LT-SR5] documents are compared: a reader that missed one tick differs, one that had a diff for it does not', () => {
    const doc = new Y.Doc()
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    for (let index = 0; index < 5; index++) doc.getMap('nodes').set(`n${index}`, index)
    const tick = (index: number): Buffer => Buffer.from(encodeTick(16, index, 0, { update: updates[index]! }))
    const all = [0, 1, 2, 3, 4].map(tick)
    const diff = Y.encodeStateAsUpdate(doc)
    const resync = Buffer.from(encodeSync({ last: true, encoding: 1, seq: 4, updates: [diff] }))
    expect(converges(all, doc)).toBe(true)
    expect(converges([...all.slice(0, 3), ...all.slice(4)], doc)).toBe(false)
    expect(converges([...all.slice(0, 2), resync], doc)).toBe(true)
  })
})
