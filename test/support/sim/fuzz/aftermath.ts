import { expect } from 'vitest'
import * as Y from 'yjs'
import { insist } from '../../insist.ts'
import type { FuzzWorld } from './fuzz-world.ts'
import { assertKept } from './own-writes.ts'

/** Everybody sees where everybody points and what they have selected. */
async function assertPresence({ world, players }: FuzzWorld): Promise<void> {
  for (const { room } of players) room.viewport.set(whereAllPoint)
  await world.clock.pass(3_000)
  for (const { room, name } of players)
    for (const other of players) {
      if (other.room === room) continue
      const seen = room.others.get(other.room.self.member!)
      const law = `${name} sees ${other.name}`
      expect(seen?.profile, law).toEqual({ name: other.name })
      expect(seen?.selection, law).toEqual(other.room.selection.get())
      expect(seen?.cursor, law).toEqual(other.pointer?.map((value) => Math.round(value * 4) / 4))
    }
}

/** Everybody sees who has what in hand, and where; and once all have let go, nobody sees anything of it. */
export async function assertHands(fuzz: FuzzWorld): Promise<void> {
  const { world, players } = fuzz
  await assertPresence(fuzz)
  for (const { room } of players) room.viewport.set(everything)
  await world.clock.pass(5_000)
  for (const holder of players) {
    const own = holder.room.self.member
    for (const gesture of holder.hands)
      for (const id of gesture.state === 'active' ? gesture.nodes : [])
        for (const { room, name } of players) {
          const node = room.nodes.get(id)
          const law = `${name} sees ${id} in the hand of ${holder.name}`
          expect(node?.heldBy, law).toBe(own)
          const { x, y, w, h } = holder.room.nodes.get(id)!
          expect(node, law).toMatchObject({ x, y, w, h })
        }
  }
  for (const { hands } of players)
    for (const gesture of hands)
      if (world.random.chance(0.5)) gesture.commit()
      else gesture.cancel()
  await world.clock.pass(5_000)
  for (const { room, name } of players) {
    for (const node of room.nodes.all()) insist(node.heldBy === undefined, `${name} sees ${node.id} held`)
    expect(room.gestures.sample(world.clock.now())).toEqual([])
  }
  for (const room of world.server.rooms.live()) expect(room.live.gestures.size).toBe(0)
}

/** Once everything works again, everybody has the same and nothing waits. */
export async function assertConverged(fuzz: FuzzWorld): Promise<void> {
  const { world, players, stock, promised, roomName } = fuzz
  const [live] = [...world.server.rooms.live()]
  const server = new Y.Doc()
  Y.applyUpdateV2(server, live!.document.encodeSnapshot())
  const expected = contentOf(server)
  expect(contentOf(await world.stored(roomName)), 'the disk has it').toEqual(expected)
  for (const { doc } of stock) expect(contentOf(doc), 'the stranger has it').toEqual(expected)
  for (const { room, name, watch, role, writes } of players) {
    const hasAll = contentOf(role === 'viewer' && fuzz.kills > 0 ? joined(server, room.doc) : server)
    expect(contentOf(room.doc), `${name} has what the server has`).toEqual(hasAll)
    expect(room.sync, `everything of ${name} is saved`).toMatchObject({
      unsaved: 0,
      pendingOps: 0,
      atRisk: 0,
    })
    expect(room.status).toBe('connected')
    expect(room.doc.store.pendingStructs, `${name} waits for nothing`).toBeNull()
    expect(room.doc.store.pendingDs, `${name} waits for no deletes`).toBeNull()
    const rest = players.filter((other) => other.room !== room).map((other) => other.room.doc.clientID)
    const others = [...room.others.all()].map(({ clientId }) => clientId).filter((id) => id !== 0)
    expect(others.sort(), `${name} sees everybody else`).toEqual(rest.sort())
    watch.assertTold()
    if (role === 'editor') assertKept(writes.promise(), server, 'is saved')
  }
  for (const each of promised) assertKept(each, server, 'is safe')
}

export function assertEvents({ players }: FuzzWorld): void {
  for (const { events } of players)
    for (const [index, event] of events.entries())
      if (index > 0)
        expect(event.seq, 'events come in order, once, without a gap').toBe(events[index - 1]!.seq + 1)
}

/** When everybody has left, nothing is left behind. */
export async function assertQuiescent({ world, players, stock, reports }: FuzzWorld): Promise<void> {
  for (const { room } of players) room.close()
  for (const stranger of stock) stranger.close()
  await world.clock.pass(10_000)
  const { server } = world
  reports.push(...server.reports)
  expect(server.rooms.liveCount).toBe(0)
  expect(server.topics.isEmpty).toBe(true)
  expect(server.counters.lagging).toBe(0)
  expect(server.journal.pendingBytes).toBe(0)
  expect(
    reports.filter((line) => !line.startsWith('the store ')),
    'nothing but the disk failed',
  ).toEqual([])
  // The server's own sweep is the one timer that remains.
  expect(world.clock.pending).toBe(1)
}

/** Small enough for cursors to be told exactly. */
const whereAllPoint = { x: -600, y: -600, w: 2_400, h: 2_400 }
const everything = { x: -1e6, y: -1e6, w: 2e6, h: 2e6 }

/**
 * A viewer may keep what a server told and lost in its death, once nobody else is left who could tell it again: it sends
 * nothing.
 */
function joined(server: Y.Doc, viewer: Y.Doc): Y.Doc {
  const doc = new Y.Doc()
  for (const each of [server, viewer]) Y.applyUpdate(doc, Y.encodeStateAsUpdate(each))
  return doc
}

function contentOf(doc: Y.Doc): unknown {
  const content = ['nodes', 'edges', 'meta'].map((root) => [root, doc.getMap(root).toJSON()])
  return Object.fromEntries(content)
}
