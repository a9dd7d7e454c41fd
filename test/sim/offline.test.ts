import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { FaultyOfflineStore } from '../support/sim/faulty-offline-store.ts'
import { newOfflineWorld, nodeIdsOf, offlineKey } from '../support/sim/offline-world.ts'

test('[OFF1] a room opens without a server as it was last seen; ready waits for the server', async () => {
  const { world, offline } = newOfflineWorld(31)
  const bob = world.join('r')
  const ada = world.join('r', { offline })
  await world.clock.pass(500)
  bob.room.nodes.create({ id: 'theirs', type: 'service', x: 4 })
  ada.room.nodes.create({ id: 'mine', type: 'service' })
  await world.clock.pass(3_000)
  ada.crash()
  world.server.kill()
  const again = world.join('r', { offline })
  let isReady = false
  void again.room.ready.then(() => (isReady = true))
  await again.room.loaded
  expect(nodeIdsOf(again)).toEqual(['mine', 'theirs'])
  expect(again.room.nodes.get('theirs')).toMatchObject({ x: 4 })
  await world.clock.pass(500)
  expect(isReady).toBe(false)
  expect(again.room.doc.clientID).not.toBe(ada.room.doc.clientID)
})

test('[OFF2] edits made offline survive the page and reach the room once it is back', async () => {
  const { world, offline } = newOfflineWorld(32)
  world.server.kill()
  const ada = world.join('r', { offline })
  await world.clock.pass(200)
  ada.room.nodes.create({ id: 'n1', type: 'service' })
  ada.room.nodes.update('n1', { x: 8 })
  await world.clock.pass(50)
  ada.room.nodes.create({ id: 'n2', type: 'service' })
  await world.clock.pass(200)
  expect(ada.room.sync).toEqual({
    state: 'offline',
    unsaved: 3,
    pendingOps: 3,
    durable: 0,
    atRisk: 0,
    offlineFailure: undefined,
  })
  ada.crash()
  const again = world.join('r', { offline })
  await again.room.loaded
  expect(again.room.sync).toMatchObject({ state: 'offline', unsaved: 3, atRisk: 0 })
  again.room.nodes.remove('n2')
  await world.clock.pass(200)
  again.crash()
  world.killServer()
  const last = world.join('r', { offline })
  const bob = world.join('r')
  await world.clock.pass(5_000)
  expect(last.room.sync).toMatchObject({ state: 'saved', unsaved: 0, durable: 4 })
  expect(nodeIdsOf(bob)).toEqual(['n1'])
  expect(bob.room.nodes.get('n1')).toMatchObject({ x: 8 })
  expect((await world.stored('r')).getMap('nodes').has('n1')).toBe(true)
})

test('[OFF3] what is on the server’s disk leaves the outbox: the next page sends nothing again', async () => {
  const { world, offline } = newOfflineWorld(33)
  const ada = world.join('r', { offline })
  await world.clock.pass(500)
  for (let index = 0; index < 5; index++) {
    ada.room.nodes.create({ type: 'service' })
    await world.clock.pass(300)
  }
  await world.clock.pass(3_000)
  expect((await offline.load(offlineKey)).filter(({ unsaved }) => unsaved !== undefined)).toEqual([])
  ada.room.close()
  const again = world.join('r', { offline })
  await world.clock.pass(1_000)
  expect(again.room.sync).toMatchObject({ state: 'synced', unsaved: 0, durable: 0 })
  expect(again.room.nodes.size).toBe(5)
})

test('[OFF3] a row of which a part is on the server’s disk already counts only the rest as unsaved', async () => {
  const { world, offline } = newOfflineWorld(46)
  const ada = world.join('r', { offline })
  await world.clock.pass(500)
  for (const id of ['written at once', 'durable before it is written']) {
    ada.room.nodes.create({ id, type: 'service' })
    await world.clock.pass(5)
  }
  while (ada.room.sync.unsaved > 0) await world.clock.pass(1)
  world.server.kill()
  ada.room.nodes.create({ id: 'waits', type: 'service' })
  await world.clock.pass(300)
  ada.crash()
  const rows = await offline.load(offlineKey)
  expect(rows.filter(({ unsaved }) => unsaved !== undefined)).toMatchObject([{ unsaved: 1 }])
  expect(rows.find(({ unsaved }) => unsaved === 1)!.updates).toHaveLength(2)
})

test('[OFF4] edits made before the store has answered are kept, and so is an application’s own document', async () => {
  const { world, offline } = newOfflineWorld(34)
  offline.latencyMs = 300
  world.server.kill()
  const doc = new Y.Doc()
  doc.getMap('meta').set('title', 'brought along')
  const ada = world.join('r', { offline, doc })
  ada.room.nodes.create({ id: 'early', type: 'service' })
  expect(ada.room.sync.atRisk).toBe(1)
  await world.clock.pass(1_000)
  expect(ada.room.sync.atRisk).toBe(0)
  ada.crash()
  const again = world.join('r', { offline })
  await world.clock.pass(1_000)
  expect(nodeIdsOf(again)).toEqual(['early'])
  expect(again.room.meta.get('title')).toBe('brought along')
  world.killServer()
  const bob = world.join('r')
  await world.clock.pass(40_000)
  expect(bob.room.meta.get('title')).toBe('brought along')
})

test('[OFF4] a room that is closed before the store has answered keeps what was edited', async () => {
  const { world, offline } = newOfflineWorld(45)
  offline.latencyMs = 300
  world.server.kill()
  const ada = world.join('r', { offline })
  ada.room.nodes.create({ id: 'early', type: 'service' })
  ada.room.close()
  await world.clock.pass(1_000)
  const again = world.join('r', { offline })
  await world.clock.pass(1_000)
  expect(nodeIdsOf(again)).toEqual(['early'])
  expect(again.room.sync).toMatchObject({ unsaved: 1, atRisk: 0 })
})

test('[OFF5] two pages on one device lose nothing of each other, whichever ends first', async () => {
  const { world, offline } = newOfflineWorld(35)
  world.server.kill()
  const first = world.join('r', { offline })
  await world.clock.pass(100)
  first.room.nodes.create({ id: 'one', type: 'service' })
  await world.clock.pass(300)
  const second = world.join('r', { offline })
  await world.clock.pass(100)
  second.room.nodes.update('one', { x: 12 })
  second.room.nodes.create({ id: 'two', type: 'service' })
  first.room.nodes.create({ id: 'three', type: 'service' })
  await world.clock.pass(300)
  first.crash()
  second.crash()
  world.killServer()
  const third = world.join('r', { offline })
  const fourth = world.join('r', { offline })
  const bob = world.join('r')
  await world.clock.pass(5_000)
  for (const each of [third, fourth, bob]) expect(nodeIdsOf(each)).toEqual(['one', 'three', 'two'])
  expect(bob.room.nodes.get('one')).toMatchObject({ x: 12 })
  expect((await offline.load(offlineKey)).filter(({ unsaved }) => unsaved !== undefined)).toEqual([])
})

test('[OFF6] a store that is full is reported once; editing, sending and saving go on', async () => {
  const { world, offline } = newOfflineWorld(36)
  const ada = world.join('r', { offline })
  await world.clock.pass(500)
  offline.failure = 'the quota is exceeded'
  let told = 0
  ada.room.onStatus(() => told++)
  ada.room.nodes.create({ id: 'n1', type: 'service' })
  await world.clock.pass(1_000)
  expect(ada.room.sync).toMatchObject({ state: 'saved', offlineFailure: 'the quota is exceeded' })
  expect(told).toBeGreaterThan(0)
  const { writes } = offline
  offline.failure = undefined
  ada.room.nodes.create({ id: 'n2', type: 'service' })
  await world.clock.pass(3_000)
  expect(offline.writes).toBe(writes)
  expect(ada.room.sync).toMatchObject({ state: 'saved', durable: 2 })
})

test('[OFF6] a store that cannot be read does not keep the room from opening, nor does one that never answers', async () => {
  const { world, offline } = newOfflineWorld(37)
  offline.failure = 'access is denied'
  const ada = world.join('r', { offline })
  await ada.room.loaded
  const slow = new FaultyOfflineStore(world.clock)
  slow.latencyMs = 1e9
  const bob = world.join('r', { offline: slow })
  await world.clock.pass(3_000)
  for (const { room } of [ada, bob]) expect(room.status).toBe('connected')
  expect(ada.room.sync.offlineFailure).toBe('access is denied')
})

test('[OFF7] a store that is slower than the server still brings its edits to the room', async () => {
  const { world, offline } = newOfflineWorld(38)
  world.server.kill()
  const ada = world.join('r', { offline })
  await world.clock.pass(100)
  ada.room.nodes.create({ id: 'n1', type: 'service' })
  await world.clock.pass(200)
  ada.crash()
  world.killServer()
  offline.latencyMs = 4_000
  const again = world.join('r', { offline })
  const bob = world.join('r')
  await world.clock.pass(3_000)
  expect(again.room.status).toBe('connected')
  await world.clock.pass(3_000)
  expect(nodeIdsOf(bob)).toEqual(['n1'])
  expect(again.room.sync).toMatchObject({ state: 'saved', unsaved: 0 })
})

test('[OFF8] ticks that the server lost before they were on disk come back from a page that was closed meanwhile', async () => {
  const { world, offline } = newOfflineWorld(39)
  const bob = world.join('r')
  const ada = world.join('r', { offline })
  await world.clock.pass(500)
  world.store.failing = true
  bob.room.nodes.create({ id: 'unlucky', type: 'service' })
  await world.clock.pass(3_000)
  expect(nodeIdsOf(ada)).toEqual(['unlucky'])
  ada.room.close()
  bob.crash()
  world.store.failing = false
  world.killServer()
  expect((await world.stored('r')).getMap('nodes').has('unlucky')).toBe(false)
  const again = world.join('r', { offline })
  await world.clock.pass(3_000)
  expect(nodeIdsOf(again)).toEqual(['unlucky'])
  expect((await world.stored('r')).getMap('nodes').has('unlucky')).toBe(true)
})

test('[OFF9] many small updates are folded into one, and the bytes written stay in proportion to those received', async () => {
  const { world, offline } = newOfflineWorld(40)
  const bob = world.join('r')
  const ada = world.join('r', { offline })
  await world.clock.pass(500)
  for (let index = 0; index < 200; index++) bob.room.nodes.create({ id: `n${index}`, type: 'service' })
  await world.clock.pass(1_000)
  const before = ada.room.stats()
  let bytesIn = 0
  ada.room.doc.on('update', (update: Uint8Array) => (bytesIn += update.length))
  offline.bytesWritten = 0
  for (let step = 0; step < 3_000; step++) {
    bob.room.nodes.update(`n${step % 200}`, { x: step })
    await world.clock.pass(100)
  }
  expect(before.members).toBe(2)
  await world.clock.pass(3_000)
  const rows = await offline.load(offlineKey)
  expect(rows.length).toBeLessThan(80)
  expect(offline.bytesWritten).toBeLessThan(2.5 * bytesIn)
  const copy = new Y.Doc()
  for (const { updates } of rows) for (const update of updates) Y.applyUpdate(copy, update)
  expect(copy.getMap('nodes').toJSON()).toEqual(ada.room.doc.getMap('nodes').toJSON())
}, 60_000)
