import { beforeEach, expect, test, vi } from 'vitest'
import { Counters } from '../../server/src/room/counters.ts'
import { Journal, type Journaled } from '../../server/src/room/journal.ts'
import { LogSize } from '../../server/src/room/log-size.ts'
import type { Room } from '../../server/src/room/room.ts'
import { Author, wordsOf } from '../protocol/author.ts'
import { secondSession, update, type RawClient } from '../protocol/raw-client.ts'
import { RawWorld } from '../protocol/raw-world.ts'
import { FaultyStore } from '../support/sim/faulty-store.ts'
import { VirtualClock } from '../support/sim/virtual-clock.ts'

let world: RawWorld
beforeEach(() => {
  world = new RawWorld()
})

/** Nothing is known that makes a tick throw: the next one of the room does as if something did. */
async function breakNextTick(): Promise<Room> {
  const room = await world.server.rooms.open('board')
  vi.spyOn(room.document, 'apply').mockImplementationOnce(() => {
    throw new TypeError('left is null')
  })
  return room
}

async function rejoin(): Promise<RawClient> {
  return world.join({ session: new Uint8Array(16).fill(9), clientId: 9 })
}

test('[BR1] a tick that fails sends the members away, and who comes back gets what the store has', async () => {
  const author = new Author(1)
  const client = await world.join()
  const other = await world.join(secondSession)
  await world.say(client, update(1, author.write('saved')))
  const broken = await breakNextTick()
  await world.say(client, update(2, author.write('lost')))
  expect([client.closed, other.closed]).toEqual(['internal', 'internal'])
  const late = await rejoin()
  expect(wordsOf(late.all('sync'))).toEqual(['saved'])
  expect(await world.server.rooms.open('board')).not.toBe(broken)
  await world.say(late, update(1, author.write('again')))
  expect(late.all('ack').length).toBeGreaterThan(0)
  expect(world.server.counters.roomsBroken).toBe(1)
  expect(world.server.reports).toEqual(['a tick of room "board" failed; it is loaded anew'])
})

test('[BR2] what was appended before a room broke is waited for, though the store fails meanwhile', async () => {
  const author = new Author(1)
  const client = await world.join()
  world.store.failing = true
  await world.say(client, update(1, author.write('on its way')))
  expect(client.all('ack')).toMatchObject([{ batch: 1 }])
  await breakNextTick()
  await world.say(client, update(2, author.write('lost')))
  const late = await rejoin()
  expect(late.all('welcome')).toEqual([])
  world.store.failing = false
  await world.clock.pass(8_000)
  expect(wordsOf(late.all('sync'))).toEqual(['on its way'])
})

test('[BR3] whose update the document had to be asked about may not bring it again', async () => {
  const client = await world.join()
  const other = await world.join(secondSession)
  await breakNextTick()
  // Two words in one item: more than one clock, so the document is asked.
  const author = new Author(1)
  await world.say(client, update(1, author.write('one', 'two')))
  expect([client.closed, other.closed]).toEqual(['bad-update', 'internal'])
})

test('[BR4] a room of which a tick failed holds up no other room, is not folded, and does not stay in memory', async () => {
  const client = await world.join()
  const elsewhere = await world.join(secondSession, 'elsewhere')
  const room = await breakNextTick()
  client.say(update(1, new Author(1).write('a')))
  elsewhere.say(update(1, new Author(2).write('b')))
  await world.clock.pass(300)
  expect(elsewhere.all('tick').some((tick) => tick.update !== undefined)).toBe(true)
  expect(() => room.snapshot()).toThrow('broken')
  await world.clock.pass(3_000)
  expect([...world.server.rooms.live()].map(({ name }) => name)).toEqual(['elsewhere'])
  expect(world.server.rooms.idleCount).toBe(0)
})

test('[BR5] an update that failed half way is told, stored and kept in memory by nobody', async () => {
  const author = new Author(1)
  const client = await world.join()
  const other = await world.join(secondSession)
  await world.say(client, update(1, author.write('whole')))
  const room = await world.server.rooms.open('board')
  const { apply } = room.document
  vi.spyOn(room.document, 'apply').mockImplementationOnce((updates, failed, suspects) => {
    failed(0, new TypeError('left is null'))
    return apply.call(room.document, updates, failed, suspects)
  })
  other.take()
  await world.say(client, update(2, author.write('half')))
  expect([client.closed, other.closed]).toEqual(['bad-update', 'internal'])
  expect(other.all('tick')).toEqual([])
  const late = await rejoin()
  expect(wordsOf(late.all('sync'))).toEqual(['whole'])
})

test('[BR6] everything before a call is on disk once, however much is appended meanwhile', async () => {
  const clock = new VirtualClock()
  const store = new FaultyStore(clock)
  store.latencyMs = 100
  const journal = new Journal(store, clock, new Counters(), () => undefined)
  const room: Journaled = {
    name: 'r',
    log: new LogSize(undefined),
    stored: () => undefined,
    snapshot: () => {
      throw new Error('nothing is to be folded')
    },
  }
  const append = (seq: number): void => journal.append(room, seq, Uint8Array.of(0, 0))
  append(1)
  const pendings: number[] = []
  void journal.whenStored().then(() => pendings.push(journal.pendingBytes))
  for (let seq = 2; seq < 50; seq++) {
    append(seq)
    await clock.pass(10)
  }
  expect(pendings).toHaveLength(1)
  expect(pendings[0]).toBeGreaterThan(0)
})
