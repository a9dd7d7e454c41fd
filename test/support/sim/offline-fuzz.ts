import * as Y from 'yjs'
import { expect } from 'vitest'
import { limits } from '../../../client-sdk/src/protocol/limits.ts'
import { FaultyOfflineStore } from './faulty-offline-store.ts'
import { SimWorld, type SimClient } from './sim-world.ts'

const room = 'fuzz'
const tooLong = 'x'.repeat(limits.maxUpdateBytes)

/** A browser with one or two tabs in the room. */
interface Device {
  readonly storage: FaultyOfflineStore
  readonly tabs: Tab[]
}

interface Tab extends SimClient {
  /** Nodes that it created and not yet deleted, and those that it deleted. */
  readonly created: Set<string>
  readonly deleted: Set<string>
}

/** What must be true in the end, of everything that was kept when its page ended. */
interface Promised {
  readonly created: Set<string>
  readonly deleted: Set<string>
  /** By anybody: a page may have told the others before it was gone. */
  readonly everDeleted: Set<string>
}

/** One seeded world of pages that reload, crash and come back, on servers that die, with edits that are refused. */
export async function runOfflineFuzz(seed: number): Promise<void> {
  const world = new SimWorld(seed)
  const { random } = world
  const promised: Promised = { created: new Set(), deleted: new Set(), everDeleted: new Set() }
  const devices = Array.from({ length: 1 + random.below(3) }, (): Device => {
    const storage = new FaultyOfflineStore(world.clock)
    return { storage, tabs: [open(world, storage)] }
  })
  for (let step = 0; step < 80; step++) {
    const device = random.pick(devices)!
    const tab = random.pick(device.tabs)!
    if (random.chance(0.7)) edit(world, tab, `${seed}-${step}`, promised.everDeleted)
    if (random.chance(0.05)) device.storage.latencyMs = random.below(150)
    if (random.chance(0.08)) tab.link?.cut()
    if (random.chance(0.04)) world.killServer()
    if (random.chance(0.1)) {
      end(world, device, tab, promised)
      device.tabs.push(open(world, device.storage))
    } else if (random.chance(0.05) && device.tabs.length < 2) device.tabs.push(open(world, device.storage))
    await world.clock.pass(random.below(150))
  }
  for (const { tabs } of devices) for (const tab of tabs) promise(tab, promised)
  await world.heal()
  await assertKept(world, devices, promised)
}

function open(world: SimWorld, storage: FaultyOfflineStore): Tab {
  return Object.assign(world.join(room, { offline: storage }), {
    created: new Set<string>(),
    deleted: new Set<string>(),
  })
}

function edit(
  { random }: SimWorld,
  { room: { nodes, batch }, room: own, created, deleted }: Tab,
  id: string,
  everDeleted: Set<string>,
): void {
  const some = random.pick([...nodes.all()].map((node) => node.id))
  const dice = random.next()
  if (dice < 0.45 || some === undefined) {
    nodes.create({ id, type: 'service', data: { label: id } })
    created.add(id)
  } else if (dice < 0.75) nodes.update(some, { x: random.below(1000) })
  else if (dice < 0.85) {
    nodes.remove(some)
    created.delete(some)
    deleted.add(some)
    everDeleted.add(some)
  } else if (dice < 0.9) nodes.update(some, { data: { label: tooLong } })
  else if (dice < 0.95)
    batch.call(own, () => {
      nodes.create({ id: `refused-${id}`, type: 'service', data: { text: tooLong } })
      nodes.update(some, { y: 7 })
    })
  else nodes.update(some, { data: { label: `by ${id}` } })
}

/** Crashed, or closed in good order. */
function end(world: SimWorld, device: Device, tab: Tab, promised: Promised): void {
  if (tab.room.sync.atRisk === 0) promise(tab, promised)
  if (world.random.chance(0.5)) tab.crash()
  else {
    promise(tab, promised)
    tab.room.close()
  }
  device.tabs.splice(device.tabs.indexOf(tab), 1)
}

function promise({ created, deleted }: Tab, promised: Promised): void {
  for (const id of created) promised.created.add(id)
  for (const id of deleted) promised.deleted.add(id)
}

async function assertKept(world: SimWorld, devices: readonly Device[], promised: Promised): Promise<void> {
  const disk = await world.stored(room)
  expect(disk.store.pendingStructs, 'nothing waits for what was refused or lost').toBeNull()
  const expected = disk.getMap('nodes').toJSON()
  for (const { tabs, storage } of devices) {
    for (const tab of tabs) {
      expect(tab.room.doc.getMap('nodes').toJSON()).toEqual(expected)
      expect(tab.room.sync).toMatchObject({ unsaved: 0, atRisk: 0, offlineFailure: undefined })
    }
    const rows = await settled(world, storage.load(`ws://sim/v1/rooms/${room}`))
    expect(rows.filter(({ unsaved }) => unsaved !== undefined)).toEqual([])
    const copy = new Y.Doc()
    for (const { updates } of rows) for (const update of updates) Y.applyUpdate(copy, update)
    if (tabs.length > 0) expect(copy.getMap('nodes').toJSON()).toEqual(expected)
  }
  for (const id of promised.deleted)
    expect(Object.hasOwn(expected, id), `${id} was deleted for good`).toBe(false)
  for (const id of promised.created)
    if (!promised.everDeleted.has(id))
      expect(Object.hasOwn(expected, id), `${id} was created and kept`).toBe(true)
  expect(Y.encodeStateAsUpdate(disk).length, 'what was refused is nowhere').toBeLessThan(100_000)
}

async function settled<T>(world: SimWorld, result: Promise<T>): Promise<T> {
  await world.clock.pass(1_000)
  return result
}
