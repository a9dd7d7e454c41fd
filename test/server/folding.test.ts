import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { LogSize } from '../../server/src/room/log-size.ts'
import type { Room } from '../../server/src/room/room.ts'
import { roomLimits } from '../../server/src/room/room-limits.ts'
import { contentOf, Drawing, restore } from '../store/drawing.ts'
import { FaultyStore } from '../support/sim/faulty-store.ts'
import { VirtualClock } from '../support/sim/virtual-clock.ts'
import { WrittenRooms } from '../support/written-rooms.ts'

const { maxLogRows, minFoldBytes } = roomLimits

function logOf(rows: number, bytes: number, snapshotBytes: number): LogSize {
  const log = new LogSize(undefined)
  log.folded(-rows, -bytes, snapshotBytes)
  return log
}

function world(): { clock: VirtualClock; store: FaultyStore; rooms: WrittenRooms } {
  const clock = new VirtualClock()
  const store = new FaultyStore(clock)
  return { clock, store, rooms: new WrittenRooms(store, clock) }
}

/** A drawing whose log is `rows` rows long. */
function drawingOf(rows: number): Drawing {
  const drawing = new Drawing()
  for (let step = 0; step < rows; step++) drawing.move(`node ${step % 3}`, step)
  return drawing
}

test('[FO1] folding is due after too many rows, or bytes of more than 1 MiB and twice the snapshot', () => {
  expect(logOf(maxLogRows, minFoldBytes, 0).isFoldDue).toBe(false)
  expect(logOf(maxLogRows + 1, 1, 1 << 30).isFoldDue).toBe(true)
  expect(logOf(1, minFoldBytes + 1, 0).isFoldDue).toBe(true)
  expect(logOf(1, 2_000_000, 1_000_000).isFoldDue).toBe(false)
  expect(logOf(1, 2_000_001, 1_000_000).isFoldDue).toBe(true)
})

test('[FO2] a log that has outgrown its snapshot is folded: the document stays, what was overwritten goes', async () => {
  const { clock, store, rooms } = world()
  const drawing = drawingOf(3 * maxLogRows)
  drawing.erase('node 2')
  const logged = drawing.updates.reduce((sum, update) => sum + update.length, 0)
  const room = await opened(clock, rooms.open('plan'))
  while (drawing.updates.length > 0) {
    rooms.write(room, drawing.updates.splice(0, 8))
    await clock.pass(20)
  }
  await clock.pass(1_000)
  const stored = await opened(clock, store.load('plan'))
  expect(stored!.updates.length).toBeLessThanOrEqual(maxLogRows)
  expect(stored!.seq).toBe(room.seq)
  expect(contentOf(restore(stored))).toEqual(contentOf(drawing.doc))
  expect(stored!.snapshot!.length).toBeLessThan(logged / 10)
  expect(rooms.counters.storeFolds).toBe(2)
  expect(rooms.counters.snapshotEncodes).toBe(2)
  expect(rooms.reports).toEqual([])
})

test('[FO3] updates and deletions whose dependencies are missing outlive any number of folds and restarts', async () => {
  const { clock, store } = world()
  const author = new Y.Doc()
  const updates: Uint8Array[] = []
  author.on('update', (update: Uint8Array) => updates.push(update))
  const text = author.getText('text')
  text.insert(0, 'abc')
  text.insert(3, 'def')
  text.delete(1, 3)
  const [first, ...late] = updates
  for (const update of late) {
    const rooms = new WrittenRooms(store, clock)
    rooms.write(await opened(clock, rooms.open('plan')), [update, ...drawingOf(maxLogRows).updates])
    await clock.pass(1_000)
    expect(rooms.counters.storeFolds).toBe(1)
  }
  const pending = restore(await opened(clock, store.load('plan')))
  expect(pending.getText('text').toString()).toBe('')
  const rooms = new WrittenRooms(store, clock)
  rooms.write(await opened(clock, rooms.open('plan')), [first!])
  await clock.pass(1_000)
  expect(
    restore(await opened(clock, store.load('plan')))
      .getText('text')
      .toString(),
  ).toBe('aef')
})

test('[FO4] ticks that reach the disk while a log is folded stay in it', async () => {
  const { clock, store, rooms } = world()
  store.latencyMs = 30
  const drawing = drawingOf(maxLogRows + 1)
  const room = await opened(clock, rooms.open('plan'))
  rooms.write(room, drawing.updates.splice(0))
  for (let step = 0; step < 20; step++) {
    drawing.move('late', step)
    rooms.write(room, drawing.updates.splice(0))
    await clock.pass(10)
  }
  await clock.pass(1_000)
  expect(rooms.counters.storeFolds).toBe(1)
  const stored = await opened(clock, store.load('plan'))
  expect(stored!.updates.length).toBeGreaterThan(0)
  expect(contentOf(restore(stored))).toEqual(contentOf(drawing.doc))
})

test('[FO5] a fold that fails is reported, loses nothing, and is tried again at twice the rows', async () => {
  const { clock, store, rooms } = world()
  const drawing = drawingOf(maxLogRows + 1)
  const room = await opened(clock, rooms.open('plan'))
  rooms.write(room, drawing.updates)
  store.failingFolds = true
  await clock.pass(1_000)
  expect(rooms.reports).toEqual(['the log of room "plan" could not be folded; nothing is lost'])
  const stored = await opened(clock, store.load('plan'))
  expect(stored).toMatchObject({ snapshot: undefined, seq: room.seq })
  expect(contentOf(restore(stored))).toEqual(contentOf(drawing.doc))

  store.failingFolds = false
  rooms.write(room, drawing.updates.slice(0, 1))
  const before = drawing.updates.length
  for (let step = 0; step < maxLogRows; step++) drawing.move('other', step)
  rooms.write(room, drawing.updates.slice(before))
  await clock.pass(1_000)
  expect(rooms.counters.storeFolds).toBe(0)
  drawing.move('other', -1)
  drawing.move('other', -2)
  rooms.write(room, drawing.updates.slice(-2))
  await clock.pass(1_000)
  expect(rooms.counters.storeFolds).toBe(1)
  const folded = await opened(clock, store.load('plan'))
  expect(folded).toMatchObject({ updates: [], seq: room.seq })
  expect(contentOf(restore(folded))).toEqual(contentOf(drawing.doc))
  expect(rooms.reports).toHaveLength(1)
})

test('[FO6] a log that was left long is folded when its room is next loaded', async () => {
  const { clock, store, rooms } = world()
  const drawing = drawingOf(maxLogRows + 1)
  store.latencyMs = 0
  await opened(clock, store.append(drawing.rows('plan')))
  await opened(clock, rooms.open('plan'))
  await clock.pass(100)
  const stored = await opened(clock, store.load('plan'))
  expect(stored).toMatchObject({ updates: [], seq: maxLogRows + 1 })
  expect(contentOf(restore(stored))).toEqual(contentOf(drawing.doc))
})

test('[FO7] logs of many rooms are folded one after the other, and only then is the journal settled', async () => {
  const { clock, store, rooms } = world()
  const drawing = drawingOf(maxLogRows + 1)
  const names = ['a', 'b', 'c', 'd']
  const all: Room[] = []
  for (const name of names) all.push(await opened(clock, rooms.open(name)))
  for (const room of all) rooms.write(room, drawing.updates)
  let isSettled = false
  const settled = rooms.journal.whenSettled().then(() => (isSettled = true))
  store.latencyMs = 100
  await clock.pass(450)
  expect(store.mostFolds).toBe(1)
  expect(rooms.counters.storeFolds).toBeLessThan(4)
  expect(isSettled).toBe(false)
  await clock.pass(450)
  await settled
  expect(rooms.counters.storeFolds).toBe(4)
  expect(store.mostFolds).toBe(1)
})

/** What a call on the slow disk comes to. */
async function opened<T>(clock: VirtualClock, call: Promise<T>): Promise<T> {
  await clock.pass(200)
  return call
}
