import { describe, expect, test } from 'vitest'
import { unpackValue } from '../../client-sdk/src/packing.ts'
import { encodeHistory } from '../../client-sdk/src/protocol/history.ts'
import { encodeEntries } from '../../client-sdk/src/protocol/lane-block.ts'
import { eventEntryBytes, writeEventEntry } from '../../client-sdk/src/protocol/event-entry.ts'
import { roomLimits } from '../../server/src/room/room-limits.ts'
import { historyFault, rememberedEvents } from '../../loadtest/scenario/history-fault.ts'
import { decodeLoadEvent, encodeLoadEvent } from '../../loadtest/scenario/load-event.ts'
import { PublisherOrder } from '../../loadtest/scenario/publisher-order.ts'

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

describe('an event of the load', () => {
  const event = { publisher: 7, count: 4_000_000_000, sentMs: 1_764_000_000_123.25 }

  test('[LT-EV1] is what an SDK client would have sent and understands', () => {
    expect(unpackValue(encodeLoadEvent(event))).toEqual(['load', [7, 4_000_000_000, 1_764_000_000_123.25]])
  })

  test('[LT-EV2] is read back wherever it stands in a frame, and nobody else’s is taken for one', () => {
    const frame = new Uint8Array(100)
    frame.set(encodeLoadEvent(event), 33)
    expect(decodeLoadEvent(viewOf(frame), 33)).toEqual(event)
    expect(decodeLoadEvent(viewOf(frame), 32)).toBeUndefined()
    expect(decodeLoadEvent(viewOf(frame.subarray(0, 58)), 33)).toBeUndefined()
  })
})

function history(recovered: boolean, eventSeq: number, seqs: readonly number[]): DataView {
  const entries = seqs.map((seq) => ({ seq, member: 1, body: Uint8Array.of(1, 2, 3) }))
  const events = encodeEntries(entries, eventEntryBytes, writeEventEntry)
  return viewOf(encodeHistory({ ref: 5, recovered, eventSeq, events }))
}

describe('a history', () => {
  test('[LT-EV3] a room remembers as many events as the load test takes it to', () => {
    expect(rememberedEvents).toBe(roomLimits.eventHistoryEntries)
  })

  test.each([
    ['everything after the position', true, 10, [8, 9, 10], 7],
    ['nothing, when nothing was missed', true, 10, [], 10],
    ['none, when one of them is forgotten', false, 2_000, [], 7],
  ])('[LT-EV4] is right with %s', (_, recovered, newest, seqs, after) => {
    expect(historyFault(history(recovered, newest, seqs), after)).toBeUndefined()
  })

  test.each([
    ['the last one missing', true, 10, [8, 9], 7, /10 to 10 did not come/],
    ['the first one missing', true, 10, [9, 10], 7, /event 9 came where 8 was next/],
    ['one of them twice', true, 10, [8, 8, 9, 10], 7, /event 8 came where 9 was next/],
    ['all of them missing', true, 10, [], 7, /8 to 10 did not come/],
    ['a part of what cannot be told', false, 2_000, [8, 9], 7, /a part/],
    ['what is remembered called forgotten', false, 10, [], 7, /were forgotten/],
    ['what is forgotten called recovered', true, 2_000, [], 7, /called recovered/],
  ])('[LT-EV5] is wrong with %s', (_, recovered, newest, seqs, after, fault) => {
    expect(historyFault(history(recovered, newest, seqs), after)).toMatch(fault)
  })
})

describe('the order of a publisher', () => {
  const heard = (counts: readonly number[], publisher = 1): (string | undefined)[] => {
    const order = new PublisherOrder()
    return counts.map((count) => order.fault({ publisher, count, sentMs: 0 }))
  }

  test('[LT-EV6] holds for everything once, from wherever one begins to listen', () => {
    expect(heard([5, 6, 7]).filter((fault) => fault !== undefined)).toEqual([])
  })

  test.each([
    ['a repetition', [1, 2, 2], /event 2 of publisher 1 came again/],
    ['one that overtook another', [1, 3, 2], /events 2 to 2 of publisher 1 did not come/],
    ['a gap', [1, 5], /events 2 to 4 of publisher 1 did not come/],
  ])('[LT-EV7] is broken by %s', (_, counts, fault) => {
    expect(heard(counts).find((each) => each !== undefined)).toMatch(fault)
  })
})
