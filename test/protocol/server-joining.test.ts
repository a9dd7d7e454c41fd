import { beforeEach, describe, expect, test } from 'vitest'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { limits } from '@coplane/client/protocol/limits'
import { Author, wordsOf } from './author.ts'
import { bytesOf, isUp, vectors } from './golden.ts'
import { firstHello, namesOf, secondSession, update } from './raw-client.ts'
import { RawWorld } from './raw-world.ts'

let world: RawWorld
beforeEach(() => {
  world = new RawWorld()
})

describe('what is not a frame', () => {
  test.for([
    ['W6', 'a frame that only the server sends', '89 efbeadde'],
    ['W7', 'a frame that ends early', '06 efbead'],
    ['W7', 'a frame with a byte too many', '06 efbeadde 00'],
    ['W11', 'a cursor of kind 2', '03 02'],
  ] as const)('[%s] %s is answered by bad-frame', async ([, , hex]) => {
    const client = await world.join()
    client.link.send(bytesOf(hex))
    await world.clock.pass(100)
    expect(client.closed).toBe('bad-frame')
  })
})

describe('joining', () => {
  const early = vectors.flatMap(([title, { frame }]) =>
    isUp(frame) && frame.type !== FrameType.hello && frame.type !== FrameType.ping
      ? [[title, frame] as const]
      : [],
  )

  test.for(early)('[W15] before hello, %s is out of turn', async ([, frame]) => {
    const client = await world.open()
    await world.say(client, frame)
    expect(client.closed).toBe('bad-frame')
  })

  test.for(early)('[W15] between hello and welcome, %s is out of turn', async ([, frame]) => {
    world.store.latencyMs = 1_000
    const client = await world.open()
    await world.say(client, firstHello, frame)
    expect(client.closed).toBe('bad-frame')
    await world.clock.pass(2_000)
    expect(client.take()).toEqual([])
  })

  test('[W15] a second hello is out of turn', async () => {
    const client = await world.join()
    await world.say(client, firstHello)
    expect(client.closed).toBe('bad-frame')
  })

  test('[W16] without a hello the socket ends after 10 seconds', async () => {
    const client = await world.open()
    await world.clock.pass(9_000)
    expect(client.closed).toBeUndefined()
    await world.clock.pass(4_000)
    expect(client.closed).toBe('hello-timeout')
  })

  test('[W16] a room that loads slowly is not the client’s lateness', async () => {
    world.store.latencyMs = 20_000
    const client = await world.join()
    await world.clock.pass(25_000)
    expect(client.closed).toBeUndefined()
    expect(namesOf(client.take()).slice(0, 4)).toEqual(['welcome', 'sync', 'sync', 'roster'])
  })

  test('[W17] hello is answered by welcome, sync, roster and nothing in between; ticks follow', async () => {
    const author = new Author(1)
    const first = await world.join()
    await world.say(first, update(1, author.write('one')), { type: FrameType.cursor, point: { x: 1, y: 2 } })
    const second = await world.join(secondSession)
    const frames = second.take()
    expect(namesOf(frames)).toEqual(['welcome', 'sync', 'sync', 'roster', 'tick', 'live'])
    expect(wordsOf(frames)).toEqual(['one'])
    const [welcome, snapshot, tail, roster, tick, live] = frames
    expect(snapshot).toMatchObject({ last: false })
    expect(tail).toMatchObject({ last: true })
    expect(welcome).toMatchObject({ member: 1, eventsRecovered: false, stateVector: author.stateVector })
    expect(roster).toMatchObject({ fresh: true, total: 2, members: [{ member: 0 }, { member: 1 }] })
    expect(live).toMatchObject({ fresh: true, wide: [{ member: 0, point: { x: 1, y: 2 } }] })
    expect(tail?.type === FrameType.sync && tick?.type === FrameType.tick && tick.seq - tail.seq).toBe(1)
  })

  test('[W17] whoever has a part of the document gets the rest in one sync', async () => {
    const author = new Author(1)
    const first = await world.join()
    await world.say(first, update(1, author.write('one')))
    const { stateVector } = author
    await world.say(first, update(2, author.write('two')))
    const second = await world.join({ ...secondSession, stateVector })
    expect(second.all('sync')).toMatchObject([{ last: true, encoding: 1 }])
  })

  test('[W19] what the roster told comes once more in the next tick', async () => {
    const client = await world.join()
    const [roster] = client.all('roster')
    const [tick] = client.all('tick')
    expect(tick?.roster).toEqual(roster?.members)
  })

  test('[W20] a room that cannot be loaded is unavailable', async () => {
    world.store.failingLoads = true
    const client = await world.join()
    expect(client.closed).toBe('unavailable')
  })

  test('[W20] a room of maxMembers is full', async () => {
    const client = await world.join()
    world.server.quotas.sessionsPerRoom = limits.maxMembers
    const room = await world.server.rooms.open('board')
    const size = Object.getOwnPropertyDescriptor(Map.prototype, 'size')!
    // 65,534 members are too many for a unit test: the roster's map says that they are there.
    const { members } = room.roster as unknown as { members: Map<number, unknown> }
    Object.defineProperty(members, 'size', { ...size, get: () => limits.maxMembers })
    const late = await world.join(secondSession)
    expect(late.closed).toBe('room-full')
    expect(client.closed).toBeUndefined()
  })

  test('[W21] a session that comes again replaces its older socket', async () => {
    const older = await world.join()
    const newer = await world.join()
    expect(older.closed).toBe('replaced')
    expect(newer.closed).toBeUndefined()
    expect(newer.all('roster')[0]?.members).toHaveLength(1)
  })
})
