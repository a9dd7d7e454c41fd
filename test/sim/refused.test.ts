import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Reject } from '../../client-sdk/src/reject.ts'
import { FaultyOfflineStore } from '../support/sim/faulty-offline-store.ts'
import { FaultyStore } from '../support/sim/faulty-store.ts'
import { SimWorld, type SimClient } from '../support/sim/sim-world.ts'

const nineMegabytes = 'x'.repeat(9 * 1024 * 1024)

function rejectsOf({ room }: SimClient): Reject[] {
  const rejects: Reject[] = []
  room.onReject((reject) => rejects.push(reject))
  return rejects
}

function contentOf(doc: Y.Doc): unknown {
  return {
    nodes: doc.getMap('nodes').toJSON(),
    edges: doc.getMap('edges').toJSON(),
    meta: doc.getMap('meta').toJSON(),
  }
}

test('[RF1] an edit over the limit is refused at once, put back, and never sent; edits around it are saved', async () => {
  const world = new SimWorld(51)
  const ada = world.join('r')
  const bob = world.join('r')
  await world.clock.pass(500)
  const rejects = rejectsOf(ada)
  ada.room.nodes.create({ id: 'n1', type: 'service', data: { label: 'before' } })
  await world.clock.pass(200)
  ada.room.nodes.update('n1', { x: 4 })
  ada.room.nodes.update('n1', { data: { label: nineMegabytes } })
  ada.room.nodes.update('n1', { y: 8 })
  ada.room.nodes.create({ id: 'n2', type: 'service' })
  expect(ada.room.nodes.get('n1')!.data['label']).toBe(nineMegabytes)
  await world.clock.pass(500)
  expect(rejects).toEqual([
    { reason: 'too-large', message: expect.stringContaining('4194304') as string, nodes: ['n1'], edges: [] },
  ])
  for (const { room } of [ada, bob]) {
    expect(room.nodes.get('n1')).toMatchObject({ x: 4, y: 8, data: { label: 'before' } })
    expect(room.nodes.has('n2')).toBe(true)
    expect(room.doc.store.pendingStructs).toBeNull()
  }
  expect(ada.room.sync).toMatchObject({ state: 'saved', unsaved: 0, durable: 4 })
  expect(Y.encodeStateAsUpdate(ada.room.doc).length).toBeLessThan(1_000)
  expect(contentOf(await world.stored('r'))).toEqual(contentOf(ada.room.doc))
})

test('[RF2] a refused node goes whole, nested maps included; what was refused leaves only lengths behind', async () => {
  const world = new SimWorld(52)
  const ada = world.join('r')
  const bob = world.join('r')
  await world.clock.pass(500)
  const rejects = rejectsOf(ada)
  ada.room.nodes.create({ id: 'kept', type: 'service' })
  ada.room.batch(() => {
    for (let index = 0; index < 300; index++)
      ada.room.nodes.create({ id: `big${index}`, type: 'service', data: { text: 'x'.repeat(30_000) } })
    ada.room.edges.create({ id: 'e', source: ['big2', 'out'], target: ['big1', 'in'] })
    ada.room.nodes.remove('kept')
  })
  ada.room.nodes.create({ id: 'later', type: 'service' })
  await world.clock.pass(1_000)
  expect(rejects).toHaveLength(1)
  expect(rejects[0]).toMatchObject({ reason: 'too-large', edges: ['e'] })
  expect(rejects[0]!.nodes).toHaveLength(301)
  for (const { room } of [ada, bob])
    expect([...room.nodes.all()].map(({ id }) => id).sort()).toEqual(['kept', 'later'])
  expect(ada.room.sync).toMatchObject({ state: 'saved', unsaved: 0, durable: 2 })
  // A tombstone with its key for each of them, like that of any deleted node.
  expect(Y.encodeStateAsUpdate(bob.room.doc).length).toBeLessThan(300 * 20)
})

test('[RF3] raw edits of any root are put back: what they inserted is deleted again', async () => {
  const world = new SimWorld(53)
  const ada = world.join('r')
  const bob = world.join('r')
  await world.clock.pass(500)
  const rejects = rejectsOf(ada)
  const words = ada.room.doc.getArray('words')
  words.push(['one'])
  words.push([nineMegabytes, 'with it'])
  words.push(['two'])
  ada.room.doc.getText('text').insert(0, nineMegabytes)
  await world.clock.pass(500)
  expect(rejects).toMatchObject([{ reason: 'too-large', nodes: [], edges: [] }])
  for (const { room } of [ada, bob]) {
    expect(room.doc.getArray('words').toArray()).toEqual(['one', 'two'])
    expect(room.doc.getText('text').length).toBe(0)
  }
})

test('[RF4] a viewer’s edits are put back and never sent, raw ones too; it sees what others do', async () => {
  const world = new SimWorld(54)
  const ada = world.join('r')
  ada.room.nodes.create({ id: 'n1', type: 'service', x: 4 })
  const eve = world.join('r', { role: 'viewer' })
  await world.clock.pass(500)
  const rejects = rejectsOf(eve)
  const entry = eve.room.doc.getMap('nodes').get('n1') as Y.Map<unknown>
  entry.set('pl', ['', 100, 100])
  eve.room.doc.getMap('meta').set('title', 'mine')
  eve.room.nodes.create({ id: 'n2', type: 'service' })
  await world.clock.pass(500)
  expect(eve.room.nodes.get('n1')).toMatchObject({ x: 4, y: 0 })
  expect(eve.room.nodes.size).toBe(1)
  expect(eve.room.meta.get('title')).toBeUndefined()
  expect(eve.room.sync).toMatchObject({ state: 'synced', unsaved: 0 })
  expect(rejects.every(({ reason }) => reason === 'forbidden')).toBe(true)
  expect(rejects.some(({ nodes }) => nodes.includes('n1'))).toBe(true)
  ada.room.nodes.update('n1', { x: 12 })
  ada.room.meta.set('title', 'hers')
  await world.clock.pass(500)
  expect(contentOf(eve.room.doc)).toEqual(contentOf(ada.room.doc))
  eve.link?.cut()
  await world.clock.pass(5_000)
  expect(eve.room.status).toBe('connected')
  expect(contentOf(await world.stored('r'))).toEqual(contentOf(ada.room.doc))
})

test('[RF5] edits made offline by who may not write any more are put back, and told', async () => {
  const world = new SimWorld(55)
  const offline = new FaultyOfflineStore(world.clock)
  const ada = world.join('r', { offline })
  await world.clock.pass(500)
  ada.room.nodes.create({ id: 'n1', type: 'service', x: 4 })
  await world.clock.pass(3_000)
  world.server.kill()
  await world.clock.pass(100)
  ada.room.nodes.update('n1', { x: 8 })
  ada.room.nodes.create({ id: 'n2', type: 'service' })
  await world.clock.pass(300)
  ada.crash()
  world.killServer()
  world.onlyViewers = true
  const again = world.join('r', { offline })
  const rejects = rejectsOf(again)
  await again.room.loaded
  expect(again.room.nodes.get('n1')).toMatchObject({ x: 8 })
  await world.clock.pass(2_000)
  expect(rejects).toMatchObject([{ reason: 'forbidden' }])
  expect([...rejects[0]!.nodes].sort()).toEqual(['n1', 'n2'])
  expect(again.room.nodes.get('n1')).toMatchObject({ x: 4 })
  expect(again.room.nodes.has('n2')).toBe(false)
  expect(again.room.sync.unsaved).toBe(0)
})

test('[RF5] a page that only looks leaves alone what another page of the device has not saved yet', async () => {
  const world = new SimWorld(58)
  const offline = new FaultyOfflineStore(world.clock)
  world.server.kill()
  const ada = world.join('r', { offline })
  await world.clock.pass(200)
  ada.room.nodes.create({ id: 'n1', type: 'service' })
  await world.clock.pass(200)
  ada.crash()
  world.killServer()
  const eve = world.join('r', { offline, role: 'viewer' })
  const rejects = rejectsOf(eve)
  await world.clock.pass(3_000)
  expect(eve.room.nodes.has('n1')).toBe(true)
  expect(eve.room.sync).toMatchObject({ state: 'synced', unsaved: 0 })
  expect(rejects).toEqual([])
  const again = world.join('r', { offline })
  await world.clock.pass(3_000)
  expect(again.room.sync).toMatchObject({ state: 'saved', unsaved: 0, durable: 1 })
  expect((await world.stored('r')).getMap('nodes').has('n1')).toBe(true)
})

test('[RF6] a refused edit is not kept on the device: the next page neither shows nor sends it', async () => {
  const world = new SimWorld(56)
  const offline = new FaultyOfflineStore(world.clock)
  world.server.kill()
  const ada = world.join('r', { offline })
  await world.clock.pass(200)
  ada.room.nodes.create({ id: 'n1', type: 'service', data: { label: 'a' } })
  await world.clock.pass(200)
  offline.bytesWritten = 0
  ada.room.nodes.update('n1', { data: { label: nineMegabytes } })
  ada.room.nodes.update('n1', { x: 4 })
  await world.clock.pass(300)
  expect(ada.room.sync).toMatchObject({ unsaved: 2, atRisk: 0 })
  ada.crash()
  expect(offline.bytesWritten).toBeLessThan(1_000)
  const again = world.join('r', { offline })
  const rejects = rejectsOf(again)
  await again.room.loaded
  expect(again.room.sync).toMatchObject({ unsaved: 2, atRisk: 0 })
  expect(again.room.nodes.get('n1')).toMatchObject({ x: 4, data: { label: 'a' } })
  world.killServer()
  const bob = world.join('r')
  await world.clock.pass(40_000)
  expect(bob.room.nodes.get('n1')).toMatchObject({ x: 4, data: { label: 'a' } })
  expect(again.room.sync).toMatchObject({ state: 'saved', unsaved: 0 })
  expect(rejects).toEqual([])
})

test('[RF7] after a long time offline no frame is over the limit: 24 MiB leave as several batches', async () => {
  const world = new SimWorld(57)
  world.server.kill()
  const ada = world.join('r')
  for (let index = 0; index < 24; index++)
    ada.room.nodes.create({ id: `n${index}`, type: 'service', data: { text: 'x'.repeat(1024 * 1024) } })
  world.killServer()
  const bob = world.join('r')
  const rejects = rejectsOf(ada)
  await world.clock.pass(30_000)
  expect(ada.room.sync).toMatchObject({ state: 'saved', unsaved: 0, durable: 24 })
  expect(rejects).toEqual([])
  expect(bob.room.nodes.size).toBe(24)
  // What a server that lost it all lacks is cut into frames too.
  world.killServer(new FaultyStore(world.clock))
  await world.clock.pass(60_000)
  expect(ada.room.sync).toMatchObject({ unsaved: 0 })
  expect(rejects).toEqual([])
  expect((await world.stored('r')).getMap('nodes').size).toBe(24)
})
