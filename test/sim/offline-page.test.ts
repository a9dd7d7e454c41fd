import { expect, test } from 'vitest'
import { newOfflineWorld, nodeIdsOf, offlineKey } from '../support/sim/offline-world.ts'

test('[OFF10] leaving asks only while edits would be lost, and not after the room is closed', async () => {
  const { world, offline } = newOfflineWorld(41)
  world.server.kill()
  const ada = world.join('r', { warnOnLeave: true })
  const bob = world.join('r', { warnOnLeave: true, offline })
  await world.clock.pass(200)
  expect([ada.asks(), bob.asks()]).toEqual([false, false])
  for (const { room } of [ada, bob]) room.nodes.create({ type: 'service' })
  expect([ada.asks(), bob.asks()]).toEqual([true, true])
  await world.clock.pass(200)
  expect([ada.asks(), bob.asks()]).toEqual([true, false])
  ada.room.close()
  expect(ada.asks()).toBe(false)
})

test('[OFF11] a page that is hidden writes at once what still waited', async () => {
  const { world, offline } = newOfflineWorld(42)
  world.server.kill()
  const ada = world.join('r', { offline })
  await world.clock.pass(200)
  ada.room.nodes.create({ id: 'n1', type: 'service' })
  await world.clock.pass(20)
  ada.room.nodes.create({ id: 'n2', type: 'service' })
  await world.clock.pass(1)
  expect(ada.room.sync.atRisk).toBe(1)
  ada.hide()
  ada.crash()
  await world.clock.pass(1)
  const again = world.join('r', { offline })
  await again.room.loaded
  expect(nodeIdsOf(again)).toEqual(['n1', 'n2'])
})

test('[OFF12] forgetting a room leaves nothing of it on the device', async () => {
  const { world, offline } = newOfflineWorld(43)
  const ada = world.join('r', { offline })
  await world.clock.pass(500)
  ada.room.nodes.create({ type: 'service' })
  await world.clock.pass(500)
  await ada.room.forgetOffline()
  ada.room.nodes.create({ type: 'service' })
  await world.clock.pass(3_000)
  expect(await offline.load(offlineKey)).toEqual([])
  expect(ada.room.sync).toMatchObject({ state: 'saved', unsaved: 0 })
})

test('[RC1] a closed room hears nothing more of the document: edits stay local and are not counted', async () => {
  const { world, offline } = newOfflineWorld(44)
  const ada = world.join('r', { offline })
  await world.clock.pass(500)
  ada.room.close()
  const { writes } = offline
  ada.room.nodes.create({ type: 'service' })
  await world.clock.pass(3_000)
  expect(ada.room.sync.unsaved).toBe(0)
  expect(offline.writes).toBe(writes)
  expect(ada.room.doc._observers.get('update')?.size ?? 0).toBe(0)
  expect(ada.room.nodes.size).toBe(1)
})
