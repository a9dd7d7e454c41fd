import { beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Counters } from '../../server/src/room/counters.ts'
import { Document } from '../../server/src/room/document.ts'
import { Intake } from '../../server/src/room/intake.ts'
import { LogSize } from '../../server/src/room/log-size.ts'
import { Member } from '../../server/src/room/member.ts'
import { defaultQuotas, type Quotas } from '../../server/src/room/quotas.ts'
import { roomLimits } from '../../server/src/room/room-limits.ts'
import { openAccess } from '../support/open-access.ts'
import { RawAuthor } from '../support/raw-author.ts'
import { SeededRandom } from '../support/sim/seeded-random.ts'
import { VirtualClock } from '../support/sim/virtual-clock.ts'
import { silentPeer } from '../support/silent-peer.ts'

const kib = 1024
let clock: VirtualClock
let counters: Counters
let document: Document
let log: LogSize
let intake: Intake
const quotas: { -readonly [Name in keyof Quotas]: Quotas[Name] } = {
  ...defaultQuotas,
  pendingBytes: 256 * kib,
}
beforeEach(() => {
  quotas.documentBytes = defaultQuotas.documentBytes
  clock = new VirtualClock()
  counters = new Counters()
  const random = new SeededRandom(1).next
  document = new Document(undefined, { counters, schema: undefined, quotas, random, report: fail })
  log = new LogSize(undefined)
  intake = new Intake({ document, log }, { quotas, counters, clock })
})

function fail(message: string, error: unknown): never {
  throw new Error(message, { cause: error })
}

function member(): Member {
  return new Member(0, { size: 0, lagging: 0, frames: 0 }, silentPeer, {
    session: undefined,
    clientId: 1,
    asked: 'editor',
    access: openAccess,
    profile: new Uint8Array(0),
  })
}

function tick(): void {
  document.apply([...intake.take().updates], (_, error) => fail('an update failed', error))
}

/** Text that is not the same twice, so that no encoding is shorter than it. */
function text(length: number, seed = 1): string {
  const random = new SeededRandom(seed)
  return Array.from({ length }, () => String.fromCharCode(97 + random.below(26))).join('')
}

describe('a document that is full', () => {
  const ada = member()
  let author: RawAuthor
  let over: Uint8Array
  beforeEach(() => {
    quotas.documentBytes = 64 * kib
    author = new RawAuthor(7)
    for (let node = 0; node < 12; node++) {
      author.node(`n${node}`, ['', 0, 0], 'a0', { 'd:text': text(5 * kib, node) })
      for (const update of author.take()) expect(intake.receive(ada, update)).toBeUndefined()
    }
    author.node('over', ['', 0, 0], 'a0', { 'd:text': text(8 * kib, 99) })
    over = Y.mergeUpdates(author.take())
  })

  test.for(['within one tick', 'over several'] as const)('[QT8] takes nothing large any more, %s', (when) => {
    if (when === 'over several') tick()
    expect(intake.receive(ada, over)).toEqual({
      limit: 'document-bytes',
      reason: 'full',
      message: 'the document may have 65536 bytes',
    })
    tick()
    expect(document.hasNode('n11')).toBe(true)
    expect(document.hasNode('over')).toBe(false)
    expect(counters.limited.get('document-bytes')).toBe(1)
  })

  test('[QT9] can still be worked with a little, until a reserve is used up', () => {
    const bob = new RawAuthor(8)
    let taken = 0
    for (let node = 0; node < 100; node++) {
      bob.node(`small${node}`, ['', 0, 0], 'a0', { 'd:text': text(kib, node) })
      const [update] = bob.take()
      if (intake.receive(ada, update!) !== undefined) break
      taken++
    }
    expect(taken).toBeGreaterThan(8)
    expect(taken).toBeLessThan(16)
    tick()
    expect(document.encodeSnapshot().length).toBeLessThan(quotas.documentBytes * 1.15)
  })

  test('[QT9] can be emptied when the reserve is used up, and holds more then', () => {
    const eve = member()
    const hog = new RawAuthor(9)
    for (let node = 0; node < 100; node++) {
      hog.node(`hog${node}`, ['', 0, 0], 'a0', { 'd:text': text(kib, node) })
      for (const update of hog.take()) intake.receive(eve, update)
    }
    tick()
    const reader = new RawAuthor(10)
    reader.receive(document.diff(Uint8Array.of(0)))
    reader.node('another', ['', 0, 0], 'a0', { 'd:text': text(kib) })
    expect(intake.receive(ada, reader.take()[0]!)).toBeDefined()
    reader.doc.transact(() => {
      for (const id of [...reader.nodes.keys()]) reader.nodes.delete(id)
    })
    // The refused node is in these bytes, as lengths of what was deleted.
    expect(intake.receive(ada, Y.encodeStateAsUpdate(reader.doc, document.stateVector()))).toBeUndefined()
    tick()
    expect(document.hasNode('n1')).toBe(false)
    document.encodeSnapshot()
    expect(intake.receive(ada, over)).toBeUndefined()
  })

  test('[QT10] lets who was refused take it back, however large what comes back is', () => {
    tick()
    const writer = new RawAuthor(12)
    writer.receive(document.diff(Uint8Array.of(0)))
    const before = (writer.nodes.get('n3') as Y.Map<unknown>).get('d:text')
    writer.set('n3', 'd:text', text(6 * kib, 77))
    expect(intake.receive(ada, writer.take()[0]!)).toBeDefined()
    writer.set('n3', 'd:text', before)
    const back = Y.encodeStateAsUpdate(writer.doc, document.stateVector())
    expect(back.length).toBeGreaterThan(roomLimits.smallUpdateBytes)
    expect(intake.receive(member(), back), 'anybody else is refused').toBeDefined()
    expect(intake.receive(ada, back)).toBeUndefined()
    tick()
    const reader = new RawAuthor(13)
    reader.receive(document.diff(Uint8Array.of(0)))
    expect((reader.nodes.get('n3') as Y.Map<unknown>).get('d:text')).toBe(before)
    expect(intake.receive(ada, over), 'and nothing else').toBeDefined()
  })

  test('[QT11] is measured anew before anybody is refused for what is long overwritten', () => {
    tick()
    const mover = new RawAuthor(11)
    mover.receive(document.diff(Uint8Array.of(0)))
    for (let round = 0; round < 40; round++) {
      mover.set('n1', 'd:text', text(2 * kib, round))
      for (const update of mover.take()) expect(intake.receive(ada, update)).toBeUndefined()
      tick()
    }
    expect(document.encodeSnapshot().length).toBeLessThan(quotas.documentBytes)
  })
})

describe('updates that wait for what never comes', () => {
  const eve = member()
  /** Each builds upon the one before it; the first is never sent. */
  function gapped(clientId: number, count: number, bytes: number): Uint8Array[] {
    const author = new RawAuthor(clientId)
    author.doc.getMap('meta').set('first', 1)
    author.take()
    for (let index = 0; index < count; index++) author.doc.getMap('meta').set(`k${index}`, text(bytes, index))
    return author.take()
  }

  test('[QT12] take so many bytes of a room and no more, within one tick or over many', () => {
    for (const ticks of ['one', 'many'])
      for (const update of gapped(ticks === 'one' ? 20 : 21, 40, 10 * kib)) {
        intake.receive(eve, update)
        if (ticks === 'many') tick()
      }
    tick()
    expect(document.pending.bytes).toBeGreaterThan(200 * kib)
    expect(document.pending.bytes).toBeLessThanOrEqual(quotas.pendingBytes)
    expect(counters.limited.get('pending-updates')).toBeGreaterThan(40)
  })

  test('[QT13] keep nobody from editing, and nobody who joins is sent them', () => {
    for (const update of gapped(20, 40, 10 * kib)) intake.receive(eve, update)
    tick()
    const author = new RawAuthor(30)
    author.node('n1', ['', 0, 0])
    for (const update of author.take()) expect(intake.receive(member(), update)).toBeUndefined()
    tick()
    expect(document.hasNode('n1')).toBe(true)
    const joiner = new Y.Doc()
    Y.applyUpdate(joiner, document.diff(Uint8Array.of(0)))
    const other = new Y.Doc()
    Y.applyUpdateV2(other, document.encodeSnapshot())
    expect(document.diff(Uint8Array.of(0)).length).toBeLessThan(kib)
    for (const doc of [joiner, other]) expect(doc.store.pendingStructs).toBeNull()
    const stored = new Y.Doc()
    Y.applyUpdateV2(stored, document.encodeWithPending())
    expect(stored.store.pendingStructs?.update.length).toBeGreaterThan(200 * kib)
  })

  test('[QT14] deletions among them have a smaller share, since each later update reads them', () => {
    const ranges = (clientId: number): Uint8Array => {
      const doc = new Y.Doc()
      doc.clientID = clientId
      const map = doc.getMap('meta')
      doc.transact(() => {
        for (let index = 0; index < 2_000; index++) map.set(`k${index}`, index)
      })
      const before = Y.encodeStateVector(doc)
      // Every other one, so that each is a range of its own.
      doc.transact(() => {
        for (let index = 0; index < 2_000; index += 2) map.delete(`k${index}`)
      })
      return Y.encodeStateAsUpdate(doc, before)
    }
    for (let clientId = 40; clientId < 60; clientId++) {
      intake.receive(eve, ranges(clientId))
      tick()
    }
    expect(document.pending.deleteBytes).toBeLessThan(2 * (quotas.pendingBytes / 16))
    expect(counters.limited.get('pending-updates')).toBeGreaterThan(10)
  })

  test('[QT15] of honest clients are completed when the missing ones come', () => {
    const [first, ...rest] = gapped(20, 10, 10 * kib)
    for (let index = rest.length - 1; index >= 0; index--)
      expect(intake.receive(eve, rest[index]!)).toBeUndefined()
    tick()
    expect(document.pending.bytes).toBeGreaterThan(0)
    const whole = new RawAuthor(20)
    whole.doc.getMap('meta').set('first', 1)
    for (const update of [...whole.take(), first!]) expect(intake.receive(eve, update)).toBeUndefined()
    tick()
    expect(document.pending.bytes).toBe(0)
  })

  test('[QT16] stay as long as there is place, and make way for newer ones after ten minutes, in the log as well', async () => {
    for (const update of gapped(20, 40, 10 * kib)) intake.receive(eve, update)
    tick()
    intake.sweep(clock.now())
    const [newer] = gapped(21, 1, 70 * kib)
    expect(intake.receive(member(), newer!)).toBeDefined()
    await clock.pass(roomLimits.pendingMs - 1)
    intake.sweep(clock.now())
    expect(intake.receive(member(), newer!)).toBeDefined()
    expect(log.isFoldDue).toBe(false)
    await clock.pass(2)
    expect(intake.receive(member(), newer!)).toBeUndefined()
    expect(log.isFoldDue).toBe(true)
    tick()
    expect(document.pending.bytes).toBeLessThan(80 * kib)
  })
})
