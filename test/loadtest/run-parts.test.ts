import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import type { RunReport } from '../../loadtest/report/run-report.ts'
import { Collector } from '../../loadtest/run/collector.ts'
import { documentDifference } from '../../loadtest/run/document-difference.ts'
import { FrameCounts } from '../../loadtest/run/frame-counts.ts'
import { useOfTree } from '../../loadtest/run/process-tree.ts'
import { writeReportFile } from '../../loadtest/run/report-files.ts'
import { cpuBetween, peak, type Sample } from '../../loadtest/run/sampler.ts'
import { encodeAck } from '../../client-sdk/src/protocol/ack.ts'
import { encodeTick } from '../../client-sdk/src/protocol/tick.ts'
import type { VuMessage } from '../../loadtest/scenario/vu-message.ts'

function report(scenario: RunReport['scenario'], seconds: number): RunReport {
  return {
    format: 1,
    scenario,
    startedAt: '2026-01-01T00:00:00.000Z',
    seconds,
    complete: true,
    commit: undefined,
    machine: {
      cpu: 'x',
      cores: 2,
      memoryGiB: 4,
      kernel: 'Linux',
      os: 'Debian',
      node: 'v20',
      k6: '2.2.0',
      chromium: undefined,
      placement: 'shared',
    },
    settings: {},
    cells: [],
    pages: [],
  }
}

test('[LT50] the collector takes what virtual users tell, lets them start together and go together', async () => {
  const collector = await Collector.open()
  onTestFinished(() => collector.close())
  const heard: VuMessage[] = []
  const hello: VuMessage = { kind: 'hello', cell: 'n1_s1', vu: 0, sockets: 5 }
  const arrived = new Promise<void>((resolve) => {
    collector.onMessage = (message) => {
      heard.push(message)
      resolve()
    }
  })
  const early = new WebSocket(collector.url)
  await once(early, 'open')
  early.send(JSON.stringify(hello))
  await arrived
  expect(heard).toEqual([hello])
  const told = once(early, 'message')
  collector.start()
  expect(String((await told)[0])).toBe('{"kind":"go"}')
  // Who comes late may start at once.
  const late = new WebSocket(collector.url)
  expect(String((await once(late, 'message'))[0])).toBe('{"kind":"go"}')
  const both = [once(early, 'message'), once(late, 'message')]
  collector.release()
  for (const [data] of await Promise.all(both)) expect(String(data)).toBe('{"kind":"close"}')
})

test('[LT51] two documents with the same history are the same; a value, a node or a deletion more is told', () => {
  const a = new Y.Doc()
  const node = new Y.Map<unknown>()
  a.getMap('nodes').set('n1', node)
  node.set('pl', ['', 1, 2])
  node.set('t', 'card')
  const copyOf = (doc: Y.Doc): Y.Doc => {
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
    return copy
  }
  expect(documentDifference(a, copyOf(a))).toBeUndefined()
  const moved = copyOf(a)
  moved.getMap<Y.Map<unknown>>('nodes').get('n1')!.set('pl', ['', 1, 3])
  expect(documentDifference(a, moved)).toMatch(/^nodes: n1 is .*1,2.* and .*1,3/)
  const more = copyOf(a)
  more.getMap('edges').set('e1', new Y.Map())
  expect(documentDifference(a, more)).toBe('edges: e1 is missing and {}')
  const cleaned = copyOf(a)
  cleaned.getMap('meta').set('x', 1)
  cleaned.getMap('meta').delete('x')
  expect(documentDifference(a, cleaned)).toBe('the same to the eye, but not to Yjs')
})

test('[LT52] frames are counted by the lanes that they carry', () => {
  const counts = new FrameCounts()
  const bytes = Uint8Array.of(1, 2)
  for (const lanes of [{ update: bytes }, { events: bytes }, { update: bytes, events: bytes }, {}])
    counts.count(encodeTick(16, 1, 1, lanes))
  counts.count(encodeAck(1, 1, 1))
  counts.count(Uint8Array.of(0x8a, 0, 0, 0))
  expect(counts).toMatchObject({ frames: 6, documentTicks: 2, eventTicks: 2, liveFrames: 1 })
})

test('[LT53] the use of a process is read from the system, and nothing of one that is not there', () => {
  const use = useOfTree(process.pid)
  expect(use!.cpuSeconds).toBeGreaterThan(0)
  expect(use!.rssMiB).toBeGreaterThan(10)
  expect(use!.descriptors).toBeGreaterThan(2)
  expect(useOfTree(2 ** 30)).toBeUndefined()
})

test('[LT54] CPU is what was used between the looks nearest to both ends, and not a number where there was one look', () => {
  const sample = (atMs: number, cpuSeconds: number, rssMiB: number): Sample => ({
    atMs,
    server: { cpuSeconds, rssMiB, descriptors: 10 },
    loadGenerator: undefined,
  })
  const samples = [sample(1_000, 1, 90), sample(2_000, 1.5, 120), sample(3_000, 2.5, 110)]
  expect(cpuBetween(samples, 'server', 1_100, 2_900)).toBeCloseTo(75)
  expect(cpuBetween(samples, 'server', 2_100, 2_200)).toBeNaN()
  expect(cpuBetween(samples, 'loadGenerator', 1_000, 3_000)).toBeNaN()
  expect(peak(samples, 'server', 'rssMiB')).toBe(120)
  expect(peak(samples, 'loadGenerator', 'rssMiB')).toBeNaN()
})

test('[LT55] the report that is already there becomes the last run', () => {
  const dir = mkdtempSync(join(tmpdir(), 'coplane-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const file = join(dir, 'deep', 'soak.json')
  expect(writeReportFile(file, report('soak', 1))).toBeUndefined()
  expect(writeReportFile(file, report('soak', 2))).toMatchObject({ seconds: 1 })
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ seconds: 2 })
  expect(writeReportFile(file, report('soak', 3))).toMatchObject({ seconds: 2 })
})
