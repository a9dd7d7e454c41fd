import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Counters } from '../../server/src/room/counters.ts'
import { Document } from '../../server/src/room/document.ts'
import { defaultQuotas } from '../../server/src/room/quotas.ts'
import { UpdateScan } from '../../server/src/room/update/update-scan.ts'
import { assertSound } from '../support/assert-sound.ts'
import { RawAuthor } from '../support/raw-author.ts'
import { SeededRandom } from '../support/sim/seeded-random.ts'

/** Updates of several writers, each causally complete by itself. */
function writersUpdates(writers: number, edits: number, seed: number): Uint8Array[] {
  const random = new SeededRandom(seed)
  const updates: Uint8Array[] = []
  for (let writer = 1; writer <= writers; writer++) {
    const doc = new Y.Doc()
    doc.clientID = writer
    doc.on('update', (update: Uint8Array) => updates.push(update))
    for (let edit = 0; edit < edits; edit++)
      doc.getMap('nodes').set(`n${random.below(10)}`, [writer, edit, random.below(1000)])
  }
  return updates
}

function openDocument(counters = new Counters()): Document {
  return new Document(undefined, {
    counters,
    schema: undefined,
    quotas: defaultQuotas,
    random: new SeededRandom(0).next,
    report: fail,
  })
}

function fail(): never {
  throw new Error('nothing was to fail')
}

test('[TK1] all updates of a tick collapse to one, which alone brings a replica to the same state', () => {
  const counters = new Counters()
  const document = openDocument(counters)
  const replica = new Y.Doc()
  const updates = writersUpdates(20, 8, 1)
  for (let from = 0; from < updates.length; from += 40) {
    const { update } = document.apply(updates.slice(from, from + 40), fail)
    Y.applyUpdate(replica, update!)
  }
  expect(counters.documentEncodes).toBe(4)
  const server = new Y.Doc()
  Y.applyUpdateV2(server, document.encodeSnapshot())
  expect(replica.toJSON()).toEqual(server.toJSON())
  expect(Y.encodeStateVector(replica)).toEqual(document.stateVector())
})

test('[TK2] the collapsed update is far smaller than what came in', () => {
  const document = openDocument()
  const updates = writersUpdates(50, 8, 2)
  const raw = updates.reduce((sum, update) => sum + update.length, 0)
  expect(document.apply(updates, fail).update!.length).toBeLessThan(raw * 0.6)
})

test('[TK3] updates that were applied before change nothing: no tick, no encode', () => {
  const counters = new Counters()
  const document = openDocument(counters)
  const updates = writersUpdates(3, 3, 3)
  document.apply(updates, fail)
  expect(document.apply(updates, fail)).toEqual({ update: undefined, waiting: [], refusals: [] })
  expect(counters.documentEncodes).toBe(1)
})

test('[TK4] an update whose dependency is missing is kept for the store, and applies when the dependency comes', () => {
  const writer = new Y.Doc()
  const updates: Uint8Array[] = []
  writer.on('update', (update: Uint8Array) => updates.push(update))
  writer.getMap('nodes').set('a', 1)
  writer.getMap('nodes').set('b', 2)
  const document = openDocument()
  expect(document.apply([updates[1]!], fail)).toEqual({
    update: undefined,
    waiting: [updates[1]],
    refusals: [],
  })
  const { update } = document.apply([updates[0]!], fail)
  const replica = new Y.Doc()
  Y.applyUpdate(replica, update!)
  expect(replica.getMap('nodes').toJSON()).toEqual({ a: 1, b: 2 })
})

test('[TK5] noise is not an update, and every cut of one is not either', () => {
  const [update] = writersUpdates(1, 1, 4)
  expect(UpdateScan.judge(update!)).toBe('plain')
  for (let length = 0; length < update!.length; length++)
    expect(UpdateScan.judge(update!.subarray(0, length))).toBe('malformed')
  const random = new SeededRandom(5)
  for (let round = 0; round < 2_000; round++) {
    const noise = Uint8Array.from({ length: random.below(64) }, () => random.below(256))
    expect(() => UpdateScan.judge(noise)).not.toThrow()
  }
})

test('[TK6] a diff is what the holder of a state vector lacks, and equal vectors share one', () => {
  const document = openDocument()
  const updates = writersUpdates(2, 4, 6)
  document.apply(updates.slice(0, 4), fail)
  const replica = new Y.Doc()
  Y.applyUpdateV2(replica, document.encodeSnapshot())
  const vector = Y.encodeStateVector(replica)
  document.apply(updates.slice(4), fail)
  const diff = document.diff(vector)
  expect(document.diff(vector.slice())).toBe(diff)
  Y.applyUpdate(replica, diff)
  expect(Y.encodeStateVector(replica)).toEqual(document.stateVector())
})

test('[IN12] a fault in a repair is reported, the tick leaves all the same, and the next one repairs what it left', () => {
  const reports: string[] = []
  let isFaulty = false
  const random = (): number => {
    if (isFaulty) throw new Error('no randomness')
    return 0.5
  }
  const counters = new Counters()
  const report = (message: string): void => void reports.push(message)
  const document = new Document(undefined, {
    counters,
    schema: undefined,
    quotas: defaultQuotas,
    random,
    report,
  })
  const author = new RawAuthor(1)
  const replica = new Y.Doc()
  const tick = (): void => Y.applyUpdate(replica, document.apply(author.take(), fail).update!)
  isFaulty = true
  author.node('a', ['', 1, 1], 'a1')
  author.node('b', ['', 2, 2], 'a1')
  tick()
  expect(reports).toEqual(['a canvas could not be repaired'])
  expect(replica.getMap('nodes').toJSON()).toEqual(author.nodes.toJSON())
  isFaulty = false
  author.set('a', 'pl', ['', 3, 3])
  tick()
  assertSound(replica)
  expect(Y.encodeStateVector(replica)).toEqual(document.stateVector())
})
