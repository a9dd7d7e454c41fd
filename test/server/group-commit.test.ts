import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { LogRow } from '../../server/src/room/document-store.ts'
import { FaultyStore } from '../support/sim/faulty-store.ts'
import { VirtualClock } from '../support/sim/virtual-clock.ts'
import { WrittenRooms } from '../support/written-rooms.ts'

/** A disk that takes 10 ms for a commit and notes how many rows each had. */
class CountedStore extends FaultyStore {
  override latencyMs = 10
  readonly commits: number[] = []

  override append(rows: readonly LogRow[]): Promise<void> {
    this.commits.push(rows.length)
    return super.append(rows)
  }
}

test('[GC2] 1,000 rooms with a writer each share at most 25 commits a second, and none waits longer than for two of them', async () => {
  const clock = new VirtualClock()
  const store = new CountedStore(clock)
  const rooms = new WrittenRooms(store, clock)
  const opened = Array.from({ length: 1_000 }, (_, index) => rooms.open(`room ${index}`))
  await clock.pass(20_000)
  const written = (await Promise.all(opened)).map((room) => ({ room, doc: new Y.Doc() }))
  const seconds = 1
  for (let turn = 0; turn < seconds * 100; turn++) {
    for (const { room, doc } of written.slice((turn % 20) * 50, (turn % 20) * 50 + 50)) {
      const before = Y.encodeStateVector(doc)
      doc.getMap('meta').set('turn', turn)
      rooms.write(room, [Y.encodeStateAsUpdate(doc, before)])
    }
    await clock.pass(10)
  }
  await clock.pass(100)
  const rows = store.commits.reduce((sum, count) => sum + count, 0)
  expect(rows).toBe(seconds * 100 * 50)
  expect(store.commits.length).toBeLessThanOrEqual(25 * seconds + 1)
  // 40 ms between two commits, and what a commit takes, twice.
  const { bounds, counts, count } = rooms.counters.durableLagSeconds
  expect(count).toBe(rows)
  const late = counts.filter((_, bucket) => (bounds[bucket] ?? Infinity) > 0.06)
  expect(late.reduce((sum, each) => sum + each, 0)).toBe(0)
}, 30_000)
