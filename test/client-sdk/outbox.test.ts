import { expect, test } from 'vitest'
import { Outbox } from '../../client-sdk/src/outbox.ts'

const concat = (updates: Uint8Array[]): Uint8Array =>
  Uint8Array.from(updates.flatMap((update) => [...update]))
const codec = { merge: concat, split: (update: Uint8Array): Uint8Array[] => [update] }
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)

test('[OB1] what waits leaves as one batch, numbered from 1', () => {
  const outbox = new Outbox(codec)
  outbox.add(bytes(1))
  outbox.add(bytes(2))
  expect(outbox.takeWaiting(0)).toEqual([{ number: 1, update: bytes(1, 2) }])
  expect(outbox.takeWaiting(0)).toEqual([])
})

test('[OB2] an edit is unsaved until the tick that holds it is durable; an ack alone saves nothing', () => {
  const outbox = new Outbox(codec)
  outbox.add(bytes(1))
  expect(outbox.unsaved).toBe(1)
  outbox.takeWaiting(0)
  outbox.durable(100)
  expect(outbox.unsaved).toBe(1)
  outbox.acked(1, 7)
  expect(outbox.unsaved).toBe(1)
  outbox.durable(6)
  expect(outbox.unsaved).toBe(1)
  outbox.durable(7)
  expect(outbox.unsaved).toBe(0)
})

test('[OB3] acks are cumulative and keep the first tick of a batch', () => {
  const outbox = new Outbox(codec)
  for (const value of [1, 2, 3]) {
    outbox.add(bytes(value))
    outbox.takeWaiting(value * 10)
  }
  expect(outbox.acked(2, 5)).toBe(20)
  outbox.acked(3, 6)
  outbox.durable(5)
  expect(outbox.unsaved).toBe(1)
})

test('[OB4] after a reconnect everything not durable leaves again in one batch, acked or not', () => {
  const outbox = new Outbox(codec)
  outbox.add(bytes(1))
  outbox.takeWaiting(0)
  outbox.acked(1, 5)
  outbox.add(bytes(2))
  expect(outbox.takeAll(0)).toEqual([{ number: 2, update: bytes(1, 2) }])
  expect(outbox.unsaved).toBe(2)
  outbox.acked(2, 9)
  outbox.durable(9)
  expect(outbox.unsaved).toBe(0)
})

test('[OB5] a replacement is sent even when nothing waited, and counts no edits', () => {
  const outbox = new Outbox(codec)
  expect(outbox.takeAll(0, [bytes(9)])).toEqual([{ number: 1, update: bytes(9) }])
  expect(outbox.unsaved).toBe(0)
})

test('[OB6] what would be too large together leaves as several batches, in order, each acked by itself', () => {
  const outbox = new Outbox(codec, 150)
  for (let value = 1; value <= 3; value++) outbox.add(new Uint8Array(50).fill(value))
  const sent = outbox.takeWaiting(0)
  expect(sent.map(({ number, update }) => [number, update.length])).toEqual([
    [1, 50],
    [2, 50],
    [3, 50],
  ])
  outbox.acked(2, 5)
  outbox.durable(5)
  expect(outbox.unsaved).toBe(1)
  expect(outbox.takeAll(0).map(({ number }) => number)).toEqual([4])
})

test('[OB7] a replacement in several frames saves its edits with the last one', () => {
  const outbox = new Outbox(codec)
  outbox.add(bytes(1))
  expect(outbox.takeAll(0, [bytes(8), bytes(9)])).toMatchObject([{ number: 1 }, { number: 2 }])
  outbox.acked(1, 5)
  outbox.durable(5)
  expect(outbox.unsaved).toBe(1)
  outbox.acked(2, 6)
  expect(outbox).toMatchObject({ unsaved: 1, unacked: 0, saved: 0 })
  outbox.durable(6)
  expect(outbox).toMatchObject({ unsaved: 0, saved: 1, isEmpty: true })
})

test('[OB8] entries are counted through, so that somebody else can tell which of them are durable', () => {
  const outbox = new Outbox(codec)
  outbox.add(bytes(1), 5)
  outbox.add(bytes(2), 0)
  expect(outbox).toMatchObject({ newest: 2, durableThrough: 0, unsaved: 5 })
  expect(outbox.unsavedBehind(0)).toBe(5)
  expect(outbox.unsavedBehind(1)).toBe(0)
  outbox.takeWaiting(0)
  outbox.add(bytes(3))
  outbox.acked(1, 5)
  outbox.durable(5)
  expect(outbox).toMatchObject({ newest: 3, durableThrough: 2, unsaved: 1 })
})
