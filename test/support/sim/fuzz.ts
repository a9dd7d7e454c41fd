import * as Y from 'yjs'
import { expect } from 'vitest'
import type { RoomEvent } from '../../../client-sdk/src/room-event.ts'
import { assertSound } from '../assert-sound.ts'
import type { SimClient } from './sim-world.ts'
import { SimWorld } from './sim-world.ts'

const room = 'fuzz'

/** One client with what the laws need to know of it. */
interface Watched extends SimClient {
  readonly events: RoomEvent[]
  /** Nodes that this client deleted. */
  readonly deleted: string[]
  missed: number
}

/** One seeded world: random edits under random faults, the laws checked on the way and at the end. */
export async function runFuzz(seed: number): Promise<void> {
  const world = new SimWorld(seed)
  const { random } = world
  const clients = Array.from({ length: 2 + random.below(4) }, () => watch(world))
  let sentEvents = 0
  for (let step = 0; step < 120; step++) {
    const client = random.pick(clients)!
    if (random.chance(0.75)) edit(world, client)
    if (random.chance(0.1)) client.room.cursor.set([random.below(1000), random.below(1000)])
    if (random.chance(0.1)) {
      sentEvents++
      void client.room.events.send('step', step)
    }
    await fault(world, clients)
    await world.clock.pass(random.below(60))
  }
  await world.heal()
  assertConverged(world, clients)
  assertEvents(clients, sentEvents)
  await assertQuiescent(world)
}

function watch(world: SimWorld): Watched {
  const client = world.join(room, { profile: { name: `p${world.clients.length}` } })
  const watched: Watched = Object.assign(client, {
    events: [] as RoomEvent[],
    deleted: [] as string[],
    missed: 0,
  })
  client.room.events.subscribe((event) => watched.events.push(event))
  client.room.events.onMissed(() => {
    watched.missed++
    watched.events.length = 0
  })
  return watched
}

function edit({ random }: SimWorld, client: Watched): void {
  const { nodes, edges } = client.room
  const ids = [...nodes.all()].map(({ id }) => id)
  const node = random.pick(ids)
  const other = random.pick(ids)
  const dice = random.next()
  if (dice < 0.3 || !node || !other)
    nodes.create({ type: 'service', x: random.below(1000), y: random.below(1000) })
  else if (dice < 0.6) nodes.update(node, { x: random.below(1000), y: random.below(1000) })
  else if (dice < 0.7) nodes.update(node, { data: { label: `l${random.below(99)}` } })
  else if (dice < 0.8) edges.create({ source: [node, 'out'], target: [other, 'in'] })
  else if (dice < 0.9) {
    nodes.remove(node)
    client.deleted.push(node)
  } else if (dice < 0.93) nodes.update(node, { data: { text: 'x'.repeat(100_000) } })
  else
    client.room.batch(() => {
      for (const id of ids.slice(0, 5)) nodes.update(id, { x: random.below(1000) })
    })
}

async function fault(world: SimWorld, clients: readonly Watched[]): Promise<void> {
  const { random, store } = world
  if (random.chance(0.06)) random.pick(clients)!.link?.cut()
  if (random.chance(0.05)) {
    const link = random.pick(clients)!.link
    if (link?.stalled) link.resume()
    else if (link) link.stalled = true
  }
  if (random.chance(0.03)) store.failing = !store.failing
  if (random.chance(0.03)) store.latencyMs = 1 + random.below(200)
  if (random.chance(0.02)) await kill(world, clients)
}

/** SIGKILL at any moment: what a client calls saved must be on disk. */
async function kill(world: SimWorld, clients: readonly Watched[]): Promise<void> {
  const saved = clients
    .filter(({ room: { sync } }) => sync.state === 'saved')
    .map((client) => ({
      deleted: [...client.deleted],
      clientId: client.room.doc.clientID,
      clock: Y.getState(client.room.doc.store, client.room.doc.clientID),
    }))
  world.killServer()
  const disk = await world.stored(room)
  for (const { clientId, clock, deleted } of saved) {
    expect(
      Y.getState(disk.store, clientId),
      `client ${clientId} called its edits saved`,
    ).toBeGreaterThanOrEqual(clock)
    for (const id of deleted)
      expect(disk.getMap('nodes').has(id), `client ${clientId} called the delete saved`).toBe(false)
  }
}

function assertConverged(world: SimWorld, clients: readonly Watched[]): void {
  const expected = contentOf(clients[0]!.room.doc)
  for (const client of clients) {
    expect(client.room.sync, 'everything is saved in the end').toMatchObject({ unsaved: 0 })
    expect(client.room.status).toBe('connected')
    expect(contentOf(client.room.doc)).toEqual(expected)
    expect(client.room.doc.store.pendingStructs).toBeNull()
    const others = [...client.room.others.all()].map(({ clientId }) => clientId).sort()
    const expectedOthers = clients
      .filter((other) => other !== client)
      .map(({ room: { doc } }) => doc.clientID)
    expect(others, 'everybody sees everybody else').toEqual(expectedOthers.sort())
  }
  const [live] = [...world.server.rooms.live()]
  const server = new Y.Doc()
  Y.applyUpdateV2(server, live!.document.encodeSnapshot())
  expect(contentOf(server)).toEqual(expected)
  assertSound(server)
}

function contentOf(doc: Y.Doc): unknown {
  return { nodes: doc.getMap('nodes').toJSON(), edges: doc.getMap('edges').toJSON() }
}

/** Since its last honest "missed", a client got consecutive events; what was answered was not lost on the way. */
function assertEvents(clients: readonly Watched[], sent: number): void {
  for (const { events } of clients) {
    expect(events.length).toBeLessThanOrEqual(sent)
    for (const [index, event] of events.entries())
      if (index > 0)
        expect(event.seq, 'events come in order, once, without a gap').toBe(events[index - 1]!.seq + 1)
  }
}

/** When everybody has left, nothing is left behind. */
async function assertQuiescent(world: SimWorld): Promise<void> {
  for (const { room: left } of world.clients) left.close()
  await world.clock.pass(10_000)
  const { server } = world
  expect(server.rooms.liveCount).toBe(0)
  expect(server.topics.isEmpty).toBe(true)
  expect(server.counters.lagging).toBe(0)
  expect(server.journal.pendingBytes).toBe(0)
  // The server's own sweep is the one timer that remains.
  expect(world.clock.pending).toBe(1)
}
