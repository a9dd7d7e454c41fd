import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { decodeAck, type Ack } from '../../client-sdk/src/protocol/ack.ts'
import { decodeTick } from '../../client-sdk/src/protocol/tick.ts'
import { encodeUpdate } from '../../client-sdk/src/protocol/update.ts'
import { rawHello } from '../support/sim/raw-hello.ts'
import { SimWorld } from '../support/sim/sim-world.ts'

test('[SIM11] an update that waits for another one is not called durable before it is on disk, and outlives a kill there', async () => {
  const world = new SimWorld(21)
  const link = world.server.accept('r')
  const acks: Ack[] = []
  let durableSeq = 0
  link.onmessage = ({ data }) => {
    const frame = new Uint8Array(data as ArrayBuffer)
    const ack = decodeAck(frame)
    if (ack) acks.push(ack)
    durableSeq = ack?.durableSeq ?? decodeTick(frame)?.durableSeq ?? durableSeq
  }
  link.onopen = () => link.send(rawHello())
  await world.clock.pass(500)

  // The newest tick is on disk, so a claim made for it would be believed at once.
  const other = new Y.Doc()
  other.getMap('meta').set('a', 1)
  link.send(encodeUpdate(1, Y.encodeStateAsUpdate(other)))
  await world.clock.pass(500)
  expect(acks.at(-1)).toMatchObject({ batch: 1, durableSeq: acks[0]!.seq })

  const writer = new Y.Doc()
  const updates: Uint8Array[] = []
  writer.on('update', (update: Uint8Array) => updates.push(update))
  writer.getMap('nodes').set('first', 1)
  writer.getMap('nodes').set('second', 2)
  world.store.latencyMs = 2_000
  link.send(encodeUpdate(2, updates[1]!))
  await world.clock.pass(1_000)
  const ack = acks.at(-1)!
  expect(ack.batch).toBe(2)
  expect(durableSeq).toBeLessThan(ack.seq)
  await world.clock.pass(3_000)
  expect(durableSeq).toBeGreaterThanOrEqual(ack.seq)

  world.killServer()
  world.store.latencyMs = 3
  const stored = await world.stored('r')
  expect(stored.getMap('nodes').size).toBe(0)
  Y.applyUpdate(stored, updates[0]!)
  expect(stored.getMap('nodes').toJSON()).toEqual({ first: 1, second: 2 })
})
