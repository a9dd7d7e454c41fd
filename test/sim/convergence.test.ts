import { expect, test } from 'vitest'
import { closeCodes } from '../../client-sdk/src/protocol/close-codes.ts'
import { decodeTick } from '../../client-sdk/src/protocol/tick.ts'
import { rawHello } from '../support/sim/raw-hello.ts'
import { SimWorld } from '../support/sim/sim-world.ts'

test('[SIM2] an edit is seen by another member within one tick and the wire, and saved without a further message', async () => {
  const world = new SimWorld(7)
  const ada = world.join('r')
  const bob = world.join('r')
  await world.clock.pass(500)
  ada.room.nodes.create({ id: 'n1', type: 'service', x: 10, y: 20 })
  await world.clock.pass(80)
  expect(bob.room.nodes.get('n1')).toMatchObject({ x: 10, y: 20 })
  await world.clock.pass(200)
  expect(ada.room.sync).toEqual({ state: 'saved', unsaved: 0, pendingOps: 0, durable: 1, atRisk: 0 })
})

test('[SIM3] edits made before the first connection and while offline arrive later', async () => {
  const world = new SimWorld(8)
  const ada = world.join('r')
  ada.room.nodes.create({ id: 'early', type: 'service' })
  expect(ada.room.sync).toEqual({ state: 'offline', unsaved: 1, pendingOps: 1, durable: 0, atRisk: 1 })
  await world.clock.pass(1_000)
  expect(ada.room.sync).toEqual({ state: 'saved', unsaved: 0, pendingOps: 0, durable: 1, atRisk: 0 })
  ada.link?.cut()
  await world.clock.pass(50)
  expect(ada.room.status).toBe('reconnecting')
  ada.room.nodes.update('early', { x: 5 })
  const bob = world.join('r')
  await world.clock.pass(10_000)
  expect(bob.room.nodes.get('early')).toMatchObject({ x: 5 })
})

test('[SIM4] a store that fails once and recovers loses nothing: unsaved until then, saved after', async () => {
  const world = new SimWorld(9)
  const ada = world.join('r')
  await world.clock.pass(500)
  world.store.failing = true
  ada.room.nodes.create({ id: 'n1', type: 'service' })
  await world.clock.pass(2_000)
  expect(ada.room.sync).toEqual({ state: 'saving', unsaved: 1, pendingOps: 0, durable: 0, atRisk: 1 })
  expect(world.server.journal.failure).toBe('the disk is full')
  world.store.failing = false
  await world.clock.pass(6_000)
  expect(ada.room.sync).toEqual({ state: 'saved', unsaved: 0, pendingOps: 0, durable: 1, atRisk: 0 })
  expect(world.server.journal.failure).toBeUndefined()
  expect((await world.stored('r')).getMap('nodes').has('n1')).toBe(true)
})

test('[SIM5] a room is not unloaded while its log is not on disk, and a new joiner sees the latest', async () => {
  const world = new SimWorld(10)
  const ada = world.join('r')
  await world.clock.pass(500)
  world.store.latencyMs = 3_000
  ada.room.nodes.create({ id: 'n1', type: 'service' })
  await world.clock.pass(100)
  ada.room.close()
  await world.clock.pass(1_500)
  expect(world.server.rooms.liveCount).toBe(1)
  const bob = world.join('r')
  await world.clock.pass(300)
  expect(bob.room.nodes.has('n1')).toBe(true)
  bob.room.close()
  await world.clock.pass(8_000)
  expect(world.server.rooms.liveCount).toBe(0)
  expect(world.server.rooms.idleCount).toBe(1)
})

test('[SIM6] a room whose load fails is not written, its visitors wait, and it opens when the store is back', async () => {
  const world = new SimWorld(11)
  const ada = world.join('r')
  await world.clock.pass(500)
  ada.room.nodes.create({ id: 'n1', type: 'service' })
  await world.clock.pass(500)
  world.killServer()
  world.store.failingLoads = true
  const bob = world.join('r')
  bob.room.nodes.create({ id: 'n2', type: 'service' })
  await world.clock.pass(3_000)
  expect(world.server.rooms.liveCount).toBe(0)
  expect(bob.room.sync.state).toBe('offline')
  world.store.failingLoads = false
  await world.clock.pass(60_000)
  for (const { room } of [ada, bob])
    expect([...room.nodes.all()].map(({ id }) => id).sort()).toEqual(['n1', 'n2'])
})

test('[SIM7] two first visitors at the same time get one room', async () => {
  const world = new SimWorld(12)
  world.store.latencyMs = 200
  const ada = world.join('r')
  const bob = world.join('r')
  await world.clock.pass(2_000)
  expect(world.server.rooms.liveCount).toBe(1)
  expect([...bob.room.others.all()].map(({ clientId }) => clientId)).toEqual([ada.room.doc.clientID])
})

test('[SIM8] an overwhelmed reader is resynced in place: nobody else waits, the ledger balances, no reconnect', async () => {
  const world = new SimWorld(13)
  const ada = world.join('r')
  const bob = world.join('r')
  await world.clock.pass(500)
  const link = bob.link!
  const { counters } = world.server
  const before = { published: counters.framesPublished, deliveries: counters.frameDeliveries }
  link.stalled = true
  const text = 'x'.repeat(20_000)
  for (let index = 0; index < 40; index++) {
    ada.room.nodes.create({ id: `n${index}`, type: 'service', data: { text } })
    await world.clock.pass(60)
  }
  await world.clock.pass(1_200)
  expect(ada.room.sync.state).toBe('saved')
  expect(world.server.counters.lagging).toBe(1)
  expect(link.bufferedBytes()).toBeLessThan(600_000)
  link.resume()
  await world.clock.pass(2_000)
  expect(bob.link).toBe(link)
  expect(bob.room.nodes.size).toBe(40)
  expect(bob.room.stats().gaps).toBe(0)
  expect(counters.resyncs).toBe(1)
  expect(counters.framesSkipped).toBeGreaterThan(10)
  const published = counters.framesPublished - before.published
  expect(counters.frameDeliveries - before.deliveries + counters.framesSkipped).toBe(published * 2)
})

test('[SIM9] a member that lags beyond the deadline is closed as slow-consumer; nobody else notices', async () => {
  const world = new SimWorld(14)
  const ada = world.join('r')
  // Not an SDK client, which would have given such a socket up long before the server does.
  const link = world.server.accept('r')
  const closes: number[] = []
  link.onclose = ({ code }) => closes.push(code)
  link.onopen = () => link.send(rawHello())
  await world.clock.pass(500)
  link.stalled = true
  for (let index = 0; index < 40; index++) {
    ada.room.nodes.create({ id: `n${index}`, type: 'service', data: { text: 'x'.repeat(20_000) } })
    await world.clock.pass(60)
  }
  await world.clock.pass(25_000)
  expect(closes).toEqual([])
  await world.clock.pass(8_000)
  expect(closes).toEqual([closeCodes['slow-consumer'].code])
  expect(world.server.counters.lagging).toBe(0)
  expect(ada.room.status).toBe('connected')
})

test('[SIM15] what a lagging member was spared until it was closed is in the ledger, to the frame', async () => {
  const world = new SimWorld(18)
  const ada = world.join('r')
  const link = world.server.accept('r')
  link.onopen = () => link.send(rawHello())
  await world.clock.pass(500)
  const { counters } = world.server
  const before = { published: counters.framesPublished, deliveries: counters.frameDeliveries }
  link.stalled = true
  for (let index = 0; index < 40; index++) {
    ada.room.nodes.create({ id: `n${index}`, type: 'service', data: { text: 'x'.repeat(20_000) } })
    await world.clock.pass(60)
  }
  const published = counters.framesPublished - before.published
  const deliveries = counters.frameDeliveries - before.deliveries
  expect(counters.lagging).toBe(1)
  expect(deliveries).toBeLessThan(published * 2)
  await world.clock.pass(33_000)
  expect(counters.lagging).toBe(0)
  expect(counters.framesSkipped).toBe(0)
  expect(deliveries + counters.framesForgone).toBe(published * 2)
})

test('[SIM10] a silent server is noticed: the client gives the socket up and comes back', async () => {
  const world = new SimWorld(15)
  const ada = world.join('r')
  await world.clock.pass(500)
  const first = ada.link!
  first.stalled = true
  await world.clock.pass(40_000)
  expect(ada.link).not.toBe(first)
  expect(ada.room.status).toBe('connected')
})

test('[SIM12] a slow reader that misses more events than the room remembers is told so, and hears the next ones', async () => {
  const world = new SimWorld(16)
  const ada = world.join('r')
  const bob = world.join('r')
  await world.clock.pass(500)
  const heard: number[] = []
  let missed = 0
  bob.room.events.subscribe(({ seq }) => heard.push(seq))
  bob.room.events.onMissed(() => missed++)
  await ready(ada.room.events.send('first'), world)
  await world.clock.pass(100)
  expect(heard).toEqual([1])
  bob.link!.stalled = true
  for (let index = 0; index < 40; index++) {
    ada.room.nodes.create({ id: `n${index}`, type: 'service', data: { text: 'x'.repeat(20_000) } })
    for (let event = 0; event < 60; event++) void ada.room.events.send('missed', event)
    await world.clock.pass(60)
  }
  await world.clock.pass(1_200)
  bob.link!.resume()
  await world.clock.pass(5_000)
  expect(missed).toBe(1)
  await ready(ada.room.events.send('last'), world)
  await world.clock.pass(200)
  expect(heard.at(-1)).toBe(2_402)
  expect(bob.room.nodes.size).toBe(40)
})

test('[SIM13] what was told to be durable stays so: durableSeq never steps back within an epoch', async () => {
  const world = new SimWorld(17)
  const ada = world.join('r')
  const told: number[] = []
  const link = world.server.accept('r')
  link.onmessage = ({ data }) => {
    const durableSeq = decodeTick(new Uint8Array(data as ArrayBuffer))?.durableSeq
    if (durableSeq !== undefined) told.push(durableSeq)
  }
  link.onopen = () => link.send(rawHello())
  await world.clock.pass(500)
  for (let round = 0; round < 20; round++) {
    if (world.random.chance(0.4)) ada.room.nodes.create({ type: 'service' })
    if (world.random.chance(0.8)) void ada.room.events.send('round', round)
    await world.clock.pass(world.random.below(80))
  }
  expect(told.length).toBeGreaterThan(15)
  expect(told).toEqual([...told].sort((left, right) => left - right))
})

test('[SIM14] what a new server lacks is sent until it has it: a link that breaks meanwhile loses nothing', async () => {
  const world = new SimWorld(18)
  const ada = world.join('r')
  const bob = world.join('r')
  await world.clock.pass(500)
  world.store.failing = true
  ada.room.nodes.create({ id: 'told', type: 'service' })
  await world.clock.pass(500)
  bob.room.nodes.update('told', { x: 5 })
  await world.clock.pass(100)
  // The only one who has it now is bob, who did not make it.
  ada.crash()
  world.killServer()
  world.store.failing = false
  const isConnected = (): boolean => bob.room.status === 'connected'
  while (isConnected()) await world.clock.pass(1)
  while (!isConnected()) await world.clock.pass(1)
  bob.link!.cut()
  await world.clock.pass(10_000)
  expect(bob.room.sync).toMatchObject({ state: 'saved', unsaved: 0 })
  expect((await world.stored('r')).getMap('nodes').toJSON()).toMatchObject({ told: { pl: ['', 5, 0] } })
})

/** What the world has to go on for before it settles. */
async function ready<T>(promise: Promise<T>, world: SimWorld): Promise<T> {
  await world.clock.pass(200)
  return promise
}
