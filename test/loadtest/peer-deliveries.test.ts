import { Buffer } from 'node:buffer'
import { decodeUpdate } from '@coplane/client/protocol/update'
import { describe, expect, test } from 'vitest'
import { applyAwarenessUpdate, Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { makeMoves } from '../../loadtest/driver/moves.ts'
import { DeliveryLedger } from '../../loadtest/peers/driver/delivery-ledger.ts'
import { MessageMemo } from '../../loadtest/peers/driver/message-memo.ts'
import {
  awarenessMessage,
  nothingToAdd,
  stockDialects,
  updateMessage,
} from '../../loadtest/peers/driver/stock-dialect.ts'
import { readStockMessage, updateRuns } from '../../loadtest/peers/driver/stock-message.ts'

const { seed, writers } = makeMoves(3, 3, 4, 7)
const updates = writers.map(({ messages }) => messages.map((each) => decodeUpdate(each)!.update))
const byId = new Map(writers.map(({ clientId }, index) => [clientId, index]))

function sorted(update: Uint8Array): string[] {
  return updateRuns(update, byId)
    .map(({ writer, first, last }) => `${writer}: ${first}–${last}`)
    .sort()
}

describe('what an update holds', () => {
  test("[LT-P1] a writer's n-th move is known by its clock", () => {
    for (const [writer, own] of updates.entries())
      for (const [index, update] of own.entries())
        expect(updateRuns(update, byId)).toEqual([{ writer, first: index + 1, last: index + 1 }])
  })

  test('[LT-P1] so is what a server merged, applied and encoded anew, or sends to one who lagged', () => {
    const some = [updates[0]![0]!, updates[0]![1]!, updates[2]![0]!]
    expect(sorted(Y.mergeUpdates(some))).toEqual(['0: 1–2', '2: 1–1'])
    const doc = new Y.Doc()
    Y.applyUpdate(doc, seed)
    const before = Y.encodeStateVector(doc)
    let tick = seed
    doc.on('update', (update: Uint8Array) => {
      tick = update
    })
    doc.transact(() => {
      for (const update of some) Y.applyUpdate(doc, update)
    })
    expect(sorted(tick)).toEqual(['0: 1–2', '2: 1–1'])
    expect(sorted(Y.encodeStateAsUpdate(doc, before))).toEqual(['0: 1–2', '2: 1–1'])
  })

  test('[LT-P1] a hole in a merged update is not taken for what it lacks', () => {
    expect(sorted(Y.mergeUpdates([updates[1]![0]!, updates[1]![3]!]))).toEqual(['1: 1–1', '1: 4–4'])
  })

  test("[LT-P1] the canvas itself is nobody's move", () => {
    expect(updateRuns(seed, byId)).toEqual([])
  })
})

describe('the ledger of deliveries', () => {
  function ledgerOf(members: number): DeliveryLedger {
    const ledger = new DeliveryLedger(members, 2, 4)
    ledger.openWindow(100)
    return ledger
  }

  test('[LT-P2] a later update of a writer brings those before it only when none is missing between', () => {
    const ledger = ledgerOf(1)
    for (const number of [1, 2, 3]) ledger.sent(0, number, 100 * number)
    ledger.arrived(0, 0, 3, 3, 400)
    expect([ledger.latency.count, ledger.gaps]).toEqual([0, 1])
    ledger.arrived(0, 0, 1, 3, 500)
    expect([ledger.latency.count, ledger.arrivals, ledger.isComplete]).toEqual([3, 3, true])
    expect(ledger.latency.summary()).toMatchObject({ p50: 0.3, max: 0.4 })
  })

  test('[LT-P2] what arrives twice counts once, and what nobody sent does not count', () => {
    const ledger = ledgerOf(1)
    ledger.sent(1, 1, 150)
    for (const us of [160, 170]) ledger.arrived(0, 1, 1, 4, us)
    expect(ledger.latency.count).toBe(1)
    expect(ledger.latency.max).toBe(10)
  })

  test('[LT-P2] each member has to get each update that was sent within the window, and only those are judged', () => {
    const ledger = new DeliveryLedger(3, 2, 4)
    ledger.sent(0, 1, 50)
    ledger.openWindow(100)
    ledger.sent(0, 2, 150)
    ledger.sent(1, 1, 199)
    ledger.closeWindow(200)
    ledger.sent(0, 3, 201)
    expect(ledger.pairs).toBe(6)
    for (const member of [0, 1, 2]) ledger.arrived(member, 0, 1, 3, 300)
    for (const member of [0, 1]) ledger.arrived(member, 1, 1, 1, 300)
    expect([ledger.latency.count, ledger.arrivals, ledger.isComplete]).toEqual([5, 11, false])
    ledger.arrived(2, 1, 1, 1, 300)
    expect(ledger.isComplete).toBe(true)
  })
})

describe.each(Object.entries(stockDialects))('messages of %s', (_, dialect) => {
  const start = dialect.prefix.length

  test('[LT-P3] an update and a presence are read as they are written', () => {
    const move = updateMessage(dialect, updates[1]![2]!)
    expect(readStockMessage(move, start, move.length, byId)).toEqual({
      is: 'update',
      runs: [{ writer: 1, first: 3, last: 3 }],
    })
    const state = JSON.stringify({ user: { name: 'ö' }, cursor: { x: 1, y: 2 } })
    const presence = awarenessMessage(dialect, writers[2]!.clientId, 300, state)
    expect(readStockMessage(presence, start, presence.length, byId)).toEqual({
      is: 'awareness',
      runs: [{ writer: 2, first: 1, last: 300 }],
    })
    const awareness = new Awareness(new Y.Doc())
    // After the type: a length of one or two bytes, then what y-protocols takes.
    applyAwarenessUpdate(awareness, presence.subarray(start + 2), undefined)
    expect(awareness.getStates().get(writers[2]!.clientId)).toEqual(JSON.parse(state))
    awareness.destroy()
  })

  test('[LT-P3] a message that is cut off is an error, not a delivery', () => {
    const presence = awarenessMessage(dialect, writers[2]!.clientId, 300, '{}')
    for (let end = start + 1; end < presence.length; end++)
      expect(() => readStockMessage(presence, start, end, byId)).toThrow('a message ends within')
  })

  test('[LT-P3] an answer without a document is a document of nothing', () => {
    const answer = nothingToAdd(dialect)
    expect(readStockMessage(answer, start, answer.length, byId)).toEqual({
      is: 'document',
      update: Buffer.of(0, 0),
    })
  })
})

describe('the memo of broadcasts', () => {
  const dialect = stockDialects['y-websocket']

  test('[LT-P4] what reaches a thousand members is decoded once, wherever it lies in what was read', () => {
    const memo = new MessageMemo(0, byId)
    const message = updateMessage(dialect, updates[0]![0]!)
    for (let member = 0; member < 1000; member++) {
      const chunk = Buffer.concat([Buffer.alloc(member % 7, 0xff), message, Buffer.of(1, 2, 3)])
      const read = memo.read(chunk, member % 7, (member % 7) + message.length)
      expect(read).toEqual({ is: 'update', runs: [{ writer: 0, first: 1, last: 1 }] })
    }
    expect(memo.decoded).toBe(1)
  })

  test('[LT-P4] two messages that differ in one byte are two messages, however long they are', () => {
    const memo = new MessageMemo(0, byId)
    const long = 'x'.repeat(2000)
    const clocks = [1, 2, 3, 2, 1].map((clock) => {
      const message = awarenessMessage(dialect, writers[0]!.clientId, clock, JSON.stringify(long))
      const read = memo.read(message, 0, message.length)
      return read.is === 'awareness' ? read.runs[0]!.last : undefined
    })
    expect(clocks).toEqual([1, 2, 3, 2, 1])
  })
})
