import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EventLog } from '../../server/src/room/event-log.ts'
import { roomLimits } from '../../server/src/room/room-limits.ts'

const body = new Uint8Array(10)

test('[EV1] events are numbered from 1 without gaps', () => {
  const log = new EventLog()
  expect([log.publish('a', 0, body).seq, log.publish('b', 0, body).seq]).toEqual([1, 2])
})

test('[EV2] a known key yields the first seq and publishes nothing', () => {
  const log = new EventLog()
  log.publish('a', 0, body)
  log.publish('b', 0, body)
  expect(log.publish('a', 1, body)).toEqual({ seq: 1, fresh: undefined })
  expect(log.seq).toBe(2)
})

test('[EV3] replay is all or nothing: whatever the history forgot, a part is never told', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 3200 }), (published, since) => {
      const log = new EventLog()
      for (let index = 0; index < published; index++) log.publish(`k${index}`, 0, body)
      const missed = log.since(since)
      const kept = Math.min(published, roomLimits.eventHistoryEntries)
      if (since > published || published - since > kept) expect(missed).toBeUndefined()
      else
        expect(missed?.map(({ seq }) => seq)).toEqual(
          Array.from({ length: published - since }, (_, i) => since + i + 1),
        )
    }),
    { numRuns: 60 },
  )
})

test('[EV4] the history is bounded in bytes too, and forgets keys with their events', () => {
  const log = new EventLog()
  const large = new Uint8Array(roomLimits.eventHistoryBytes / 4)
  for (let index = 0; index < 10; index++) log.publish(`k${index}`, 0, large)
  expect(log.since(5)).toBeUndefined()
  expect(log.since(6)).toHaveLength(4)
  expect(log.publish('k0', 0, body).fresh).toBeDefined()
  expect(log.publish('k9', 0, body).fresh).toBeUndefined()
})

test('[EV8] what the history weighs follows what it keeps, and is bounded with it', () => {
  const log = new EventLog()
  expect(log.heapBytes).toBe(0)
  log.publish('a', 0, body)
  const one = log.heapBytes
  expect(one).toBeGreaterThan(body.length)
  for (let index = 0; index < 3_000; index++) log.publish(`k${index}`, 0, body)
  expect(log.heapBytes).toBe(one * roomLimits.eventHistoryEntries)
})
