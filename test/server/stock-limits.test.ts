import { beforeEach, describe, expect, test } from 'vitest'
import { admissionLimits } from '../../server/src/admission/admission-limits.ts'
import { closeNameOf } from '@coplane/client/protocol/close-codes'
import { decodeYMessages, encodeAwareness, encodeSyncStep1 } from '../../server/src/dialect/y-message.ts'
import { RawWorld } from '../protocol/raw-world.ts'

let world: RawWorld
let states: string[]
let closed: string | undefined
beforeEach(() => {
  world = new RawWorld({ ...admissionLimits, socketMessages: 100, socketPresence: 10, socketAsks: 1 })
  states = []
  closed = undefined
})

/** A stock client without any logic; what it hears of client 1 is kept. */
async function join() {
  const link = world.server.acceptStock('board')
  link.onmessage = ({ data }) => {
    for (const message of decodeYMessages(new Uint8Array(data as ArrayBuffer)) ?? [])
      if (message.is === 'awareness')
        for (const { clientId, state } of message.entries) if (clientId === 1) states.push(state)
  }
  link.onclose = ({ code }) => (closed = closeNameOf(code))
  await world.clock.pass(1_000)
  return link
}

function shows(x: number): Uint8Array<ArrayBuffer> {
  return encodeAwareness([{ clientId: 1, clock: x + 1, state: JSON.stringify({ x }) }]).slice()
}

const queries = (count: number): Uint8Array<ArrayBuffer> => new Uint8Array(count).fill(3)

describe('[AD8] a stock client', () => {
  test('[AD8] that shows itself too often is shown as it was last, within a second', async () => {
    const link = await join()
    for (let x = 0; x < 50; x++) link.send(shows(x))
    await world.clock.pass(300)
    expect(states.at(-1)).toBe('{"x":19}')
    await world.clock.pass(2_500)
    expect(states.at(-1)).toBe('{"x":49}')
    expect(world.server.counters.limited.get('socket-presence')).toBe(30)
    expect(closed).toBeUndefined()
  })

  test('[AD8] that asks for the document too often is closed, since it would miss it', async () => {
    const link = await join()
    for (let count = 0; count < 10; count++) link.send(encodeSyncStep1(Uint8Array.of(0)).slice())
    await world.clock.pass(300)
    expect(closed).toBeUndefined()
    for (let count = 0; count < 10; count++) link.send(encodeSyncStep1(Uint8Array.of(0)).slice())
    await world.clock.pass(300)
    expect(closed).toBe('rate-limited')
  })

  test('[AD8] gains nothing by packing its messages into one', async () => {
    const link = await join()
    link.send(queries(64))
    await world.clock.pass(300)
    expect(closed).toBe('rate-limited')
  })

  test('[AD8] cannot make a server unpack more than 64 of one frame', async () => {
    expect(decodeYMessages(queries(64))).toHaveLength(64)
    const before = process.memoryUsage().heapUsed
    expect(decodeYMessages(queries(8 * 1024 * 1024))).toBeUndefined()
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(4 * 1024 * 1024)
    const link = await join()
    link.send(queries(65))
    await world.clock.pass(300)
    expect(closed).toBe('bad-frame')
  })

  test('[AD8] that packs updates is counted by updates', async () => {
    const link = await join()
    // A sync message, an update, of two bytes that say nothing.
    const emptyUpdate = [0, 2, 2, 0, 0]
    const packed = Uint8Array.from({ length: 50 * emptyUpdate.length }, (_, at) => emptyUpdate[at % 5]!)
    for (let count = 0; count < 4; count++) link.send(packed)
    await world.clock.pass(300)
    expect(closed).toBeUndefined()
    link.send(packed)
    await world.clock.pass(300)
    expect(closed).toBe('rate-limited')
  })
})
