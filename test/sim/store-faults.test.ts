import { expect, test } from 'vitest'
import { SimWorld, type SimClient } from '../support/sim/sim-world.ts'

function ids({ room }: SimClient): string[] {
  return [...room.nodes.all()].map(({ id }) => id).sort()
}

async function storedIds(world: SimWorld, name = 'r'): Promise<string[]> {
  return [...(await world.stored(name)).getMap('nodes').keys()].sort()
}

function create({ room }: SimClient, id: string): void {
  room.nodes.create({ id, type: 'service' })
}

test('[SF1] a store that fails once while the last member leaves: the room stays until it is stored, and a new joiner sees it', async () => {
  const world = new SimWorld(1)
  const ada = world.join('r')
  await world.clock.pass(500)
  world.store.failing = true
  create(ada, 'n1')
  await world.clock.pass(80)
  ada.room.close()
  await world.clock.pass(1_500)
  world.store.failing = false
  expect(world.server.rooms.liveCount, 'the room waits for the disk').toBe(1)
  await world.clock.pass(10_000)
  expect(world.server.rooms.liveCount).toBe(0)
  expect(await storedIds(world)).toEqual(['n1'])
  world.killServer()
  const bob = world.join('r')
  await world.clock.pass(2_000)
  expect(ids(bob)).toEqual(['n1'])
})

test('[SF2] an edit during a commit in flight is stored with the next one, though everybody leaves before', async () => {
  const world = new SimWorld(2)
  const ada = world.join('r')
  await world.clock.pass(500)
  world.store.latencyMs = 1_000
  create(ada, 'first')
  await world.clock.pass(100)
  const { appends } = world.store
  create(ada, 'during')
  await world.clock.pass(100)
  expect(world.store.appends, 'one commit at a time').toBe(appends)
  expect(ada.room.sync).toMatchObject({ unsaved: 2, durable: 0 })
  ada.room.close()
  await world.clock.pass(1_000)
  expect(world.server.rooms.liveCount).toBe(1)
  await world.clock.pass(5_000)
  expect(world.server.rooms.liveCount).toBe(0)
  world.killServer()
  expect(await storedIds(world)).toEqual(['during', 'first'])
})

test('[SF3] a store that answers half a minute late loses nothing, and nothing is called saved before', async () => {
  const world = new SimWorld(3)
  const ada = world.join('r')
  const bob = world.join('r')
  await world.clock.pass(500)
  world.store.latencyMs = 30_000
  for (let index = 0; index < 20; index++) {
    create(ada, `n${index}`)
    await world.clock.pass(1_000)
  }
  expect(ids(bob), 'edits go on in memory').toHaveLength(20)
  expect(ada.room.sync).toMatchObject({ state: 'saving', durable: 0 })
  expect(world.server.journal.pendingBytes).toBeGreaterThan(0)
  world.store.latencyMs = 3
  await world.clock.pass(35_000)
  expect(ada.room.sync).toMatchObject({ state: 'saved', unsaved: 0, durable: 20 })
  expect(world.server.journal.pendingBytes).toBe(0)
  expect(await storedIds(world)).toHaveLength(20)
})

test.each(['half written', 'answer lost'] as const)(
  '[SF4] an append that fails although rows of it reached the disk (%s) is repeated, and nothing is lost or doubled',
  async (fault) => {
    const world = new SimWorld(4)
    const ada = world.join('r')
    await world.clock.pass(500)
    const text = ada.room.doc.getText('text')
    world.store.appendFault = fault
    for (let index = 0; index < 10; index++) {
      create(ada, `n${index}`)
      text.insert(text.length, `${index}`)
      await world.clock.pass(60)
    }
    expect(ada.room.sync.durable).toBe(0)
    world.store.appendFault = 'none'
    await world.clock.pass(10_000)
    expect(ada.room.sync).toMatchObject({ state: 'saved', unsaved: 0 })
    world.killServer()
    const stored = await world.stored('r')
    expect(stored.getText('text').toString()).toBe('0123456789')
    expect(stored.getMap('nodes').size).toBe(10)
    const bob = world.join('r')
    await world.clock.pass(3_000)
    expect(bob.room.doc.getText('text').toString()).toBe('0123456789')
  },
)

test('[SF4] a server that dies after an append of which only half was written: whoever made the rest still has it', async () => {
  const world = new SimWorld(5)
  const [ada, bob] = [world.join('r'), world.join('r')]
  await world.clock.pass(500)
  world.store.appendFault = 'half written'
  for (let index = 0; index < 10; index++) {
    create(index % 2 === 0 ? ada : bob, `n${index}`)
    await world.clock.pass(30)
  }
  world.store.appendFault = 'none'
  world.killServer()
  await world.clock.pass(10_000)
  for (const client of [ada, bob]) {
    expect(ids(client)).toHaveLength(10)
    expect(client.room.sync).toMatchObject({ state: 'saved', unsaved: 0 })
  }
  expect(await storedIds(world)).toHaveLength(10)
})

test('[SF5] first visitors of a room share one load, and whoever comes during it too', async () => {
  const world = new SimWorld(6)
  create(world.join('r'), 'n1')
  await world.clock.pass(1_000)
  world.killServer()
  world.store.latencyMs = 300
  const { loads } = world.store
  const visitors = [world.join('r'), world.join('r')]
  await world.clock.pass(150)
  visitors.push(world.join('r'))
  await world.clock.pass(3_000)
  expect(world.store.loads - loads).toBe(1)
  for (const visitor of visitors) expect(ids(visitor)).toEqual(['n1'])
})

test('[SF6] a load that fails fails for all who wait for it, writes nothing, and the next join tries again', async () => {
  const world = new SimWorld(7)
  create(world.join('r'), 'n1')
  await world.clock.pass(1_000)
  world.killServer()
  for (const { room } of world.clients) room.close()
  world.store.failingLoads = true
  const before = { loads: world.store.loads, appends: world.store.appends }
  const visitors = [world.join('r'), world.join('r')]
  for (const [index, visitor] of visitors.entries()) create(visitor, `own ${index}`)
  await world.clock.pass(5_000)
  expect(world.store.appends, 'nothing is written over what could not be read').toBe(before.appends)
  expect(world.store.loads - before.loads, 'each join tries again').toBeGreaterThan(2)
  expect(world.server.rooms.liveCount).toBe(0)
  world.store.failingLoads = false
  await world.clock.pass(60_000)
  for (const visitor of visitors) expect(ids(visitor)).toEqual(['n1', 'own 0', 'own 1'])
  expect(await storedIds(world)).toEqual(['n1', 'own 0', 'own 1'])
})

test('[SF7] a fold that fails while edits go on and the server then dies costs nothing', async () => {
  const world = new SimWorld(8)
  const ada = world.join('r')
  await world.clock.pass(500)
  world.store.failingFolds = true
  const filler = 'x'.repeat(150_000)
  for (let index = 0; index < 12; index++) {
    if (!ada.room.nodes.update('n', { data: { filler: `${index}${filler}` } })) create(ada, 'n')
    create(ada, `n${index}`)
    await world.clock.pass(100)
  }
  expect(world.server.reports).toContain('the log of room "r" could not be folded; nothing is lost')
  expect(world.server.counters.storeFolds).toBe(0)
  expect(ada.room.sync).toMatchObject({ state: 'saved', unsaved: 0 })
  world.killServer()
  world.store.failingFolds = false
  expect(await storedIds(world)).toHaveLength(13)
  await world.clock.pass(10_000)
  expect(world.server.counters.storeFolds, 'the log that was left long is folded by the next server').toBe(1)
  expect(await storedIds(world)).toHaveLength(13)
  expect(ids(ada)).toHaveLength(13)
})

test('[SF8] a load that was for nobody any more leaves a room that is idle, and the next visitor needs no other', async () => {
  const world = new SimWorld(9)
  create(world.join('r'), 'n1')
  await world.clock.pass(1_000)
  world.killServer()
  for (const { room } of world.clients) room.close()
  world.store.latencyMs = 2_000
  const { loads } = world.store
  const early = world.join('r')
  await world.clock.pass(500)
  early.room.close()
  await world.clock.pass(4_000)
  expect(world.server.rooms).toMatchObject({ liveCount: 0, idleCount: 1 })
  const late = world.join('r')
  await world.clock.pass(1_000)
  expect(ids(late)).toEqual(['n1'])
  expect(world.store.loads - loads).toBe(1)
})
