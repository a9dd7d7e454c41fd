import { beforeEach, describe, expect, test } from 'vitest'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { limits } from '@coplane/client/protocol/limits'
import { roomLimits } from '../../server/src/room/room-limits.ts'
import { bytesOf, vectors, isUp } from './golden.ts'
import { Author, firstHello, namesOf, RawWorld, wordsOf, type RawClient } from './raw-client.ts'

let world: RawWorld
beforeEach(() => {
  world = new RawWorld()
})

const secondSession = { session: bytesOf('f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff'), clientId: 2 }

function update(batch: number, bytes: Uint8Array) {
  return { type: FrameType.update, batch, update: bytes } as const
}

function event(ref: number, key: string, body = bytesOf('c0')) {
  return { type: FrameType.event, ref, key: new TextEncoder().encode(key), body } as const
}

async function say(client: RawClient, ...frames: Parameters<RawClient['say']>[0][]): Promise<void> {
  for (const frame of frames) client.say(frame)
  await world.clock.pass(300)
}

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
    isUp(frame) && frame.type !== FrameType.hello && frame.type !== FrameType.ping ? [[title, frame] as const] : [],
  )

  test.for(early)('[W15] before hello, %s is out of turn', async ([, frame]) => {
    const client = await world.open()
    await say(client, frame)
    expect(client.closed).toBe('bad-frame')
  })

  test.for(early)('[W15] between hello and welcome, %s is out of turn', async ([, frame]) => {
    world.store.latencyMs = 1_000
    const client = await world.open()
    await say(client, firstHello, frame)
    expect(client.closed).toBe('bad-frame')
    await world.clock.pass(2_000)
    expect(client.take()).toEqual([])
  })

  test('[W15] a second hello is out of turn', async () => {
    const client = await world.join()
    await say(client, firstHello)
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
    await say(first, update(1, author.write('one')), { type: FrameType.cursor, point: { x: 1, y: 2 } })
    const second = await world.join(secondSession)
    const frames = second.take()
    expect(namesOf(frames)).toEqual(['welcome', 'sync', 'sync', 'roster', 'tick'])
    expect(wordsOf(frames)).toEqual(['one'])
    const [welcome, snapshot, tail, roster, tick] = frames
    expect(snapshot).toMatchObject({ last: false })
    expect(tail).toMatchObject({ last: true })
    expect(welcome).toMatchObject({ member: 1, eventsRecovered: false, stateVector: author.stateVector })
    expect(roster).toMatchObject({ members: [{ member: 0 }, { member: 1 }], live: [{ member: 0, point: { x: 1, y: 2 } }] })
    expect(tail?.type === FrameType.sync && tick?.type === FrameType.tick && tick.seq - tail.seq).toBe(1)
  })

  test('[W17] whoever has a part of the document gets the rest in one sync', async () => {
    const author = new Author(1)
    const first = await world.join()
    await say(first, update(1, author.write('one')))
    const { stateVector } = author
    await say(first, update(2, author.write('two')))
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

describe('ticks and acks', () => {
  test('[W22] ticks count by one from the sync on, for everybody alike', async () => {
    const one = await world.join()
    const other = await world.join(secondSession)
    const author = new Author(1)
    other.take()
    for (const [index, word] of ['a', 'b', 'c'].entries()) await say(one, update(index + 1, author.write(word)))
    const seqs = other.all('tick').map(({ seq }) => seq)
    const [first = 0] = seqs
    expect(seqs).toEqual([first, first + 1, first + 2])
    const [sync] = one.all('sync').filter(({ last }) => last)
    const allSeqs = one.all('tick').map(({ seq }) => seq)
    expect(allSeqs).toEqual(allSeqs.map((_, index) => sync!.seq + 1 + index))
    expect(allSeqs.slice(-3)).toEqual(seqs)
  })

  test('[W24] an ack follows the tick that holds the batch, and names the newest of several', async () => {
    const client = await world.join()
    client.take()
    const author = new Author(1)
    await say(client, update(1, author.write('a')), update(2, author.write('b')), update(3, author.write('c')))
    const frames = client.take()
    const ticks = frames.filter((frame) => frame.type === FrameType.tick)
    const acks = frames.filter((frame) => frame.type === FrameType.ack)
    expect(acks.at(-1)).toMatchObject({ batch: 3 })
    for (const ack of acks) {
      const before = frames.slice(0, frames.indexOf(ack))
      expect(before).toContainEqual(expect.objectContaining({ type: FrameType.tick, seq: ack.seq }))
    }
    expect(wordsOf(ticks)).toEqual(['a', 'b', 'c'])
  })

  test('[W26] in a room that went quiet the author hears of the disk by its ack again', async () => {
    world.store.latencyMs = 500
    const client = await world.join()
    await world.clock.pass(1_000)
    client.take()
    await say(client, update(1, new Author(1).write('a')))
    const [early] = client.all('ack')
    expect(early!.durableSeq).toBeLessThan(early!.seq)
    await world.clock.pass(1_000)
    const late = client.all('ack').at(-1)
    expect(late).toEqual({ ...early, durableSeq: early!.seq })
  })

  test('[W26] in a room that ticks on, the heads of its ticks tell of the disk', async () => {
    world.store.latencyMs = 500
    const author = await world.join()
    const mover = await world.join(secondSession)
    await world.clock.pass(1_000)
    await say(author, update(1, new Author(1).write('a')))
    const { seq } = author.all('ack')[0]!
    for (let x = 0; x < 10; x++) await say(mover, { type: FrameType.cursor, point: { x, y: 0 } })
    const heads = mover.all('tick').filter((tick) => tick.seq > seq)
    expect(heads[0]!.durableSeq).toBeLessThan(seq)
    expect(heads.at(-1)!.durableSeq).toBeGreaterThanOrEqual(seq)
  })

  test.for([
    ['an update', 'bad-update'],
    ['a state vector', 'bad-frame'],
  ] as const)('[W29] %s that Yjs cannot read is answered by %s', async ([what, name]) => {
    const garbage = bytesOf('ffffffffff')
    const client = what === 'an update' ? await world.join() : await world.join({ stateVector: garbage })
    if (what === 'an update') await say(client, update(1, garbage))
    expect(client.closed).toBe(name)
  })

  test('[W29] while the store is too far behind, edits make the room unavailable', async () => {
    const client = await world.join()
    world.server.journal.pendingBytes = roomLimits.journalPendingBytes + 1
    await say(client, update(1, new Author(1).write('a')))
    expect(client.closed).toBe('unavailable')
  })
})

describe('events', () => {
  test('[W30] every event is answered by its seq and reaches everybody', async () => {
    const client = await world.join()
    await say(client, event(7, 'a'), event(8, 'b'))
    expect(client.all('eventAck')).toMatchObject([
      { ref: 7, seq: 1 },
      { ref: 8, seq: 2 },
    ])
    expect(client.all('tick').flatMap(({ events }) => events)).toMatchObject([
      { seq: 1, member: 0, body: bytesOf('c0') },
      { seq: 2, member: 0, body: bytesOf('c0') },
    ])
  })

  test('[W30] an event of one byte too many is refused and the socket stays', async () => {
    const client = await world.join()
    await say(client, event(7, 'a', new Uint8Array(limits.maxEventBytes + 1)), event(8, 'b', new Uint8Array(limits.maxEventBytes)))
    expect(client.all('error')).toMatchObject([{ reason: 'too-large', refused: FrameType.event, ref: 7 }])
    expect(client.all('eventAck')).toMatchObject([{ ref: 8, seq: 1 }])
    expect(client.closed).toBeUndefined()
  })

  test('[W31] a key that is known is answered with the first event’s seq and publishes nothing', async () => {
    const one = await world.join()
    const other = await world.join(secondSession)
    await say(one, event(1, 'a'))
    await say(other, event(5, 'a'))
    expect(other.all('eventAck')).toMatchObject([{ ref: 5, seq: 1 }])
    expect(other.all('tick').flatMap(({ events }) => events)).toHaveLength(1)
  })

  test('[W32] whoever comes back within the epoch gets every event since, and only those', async () => {
    const client = await world.join()
    const { epoch } = client.all('welcome')[0]!
    await say(client, event(1, 'a'), event(2, 'b'), event(3, 'c'))
    const back = await world.join({ ...secondSession, epoch, eventSeq: 1 })
    expect(back.all('welcome')).toMatchObject([{ eventsRecovered: true, eventSeq: 3 }])
    expect(back.all('history').flatMap(({ events }) => events)).toMatchObject([{ seq: 2 }, { seq: 3 }])
  })

  test.for(['another epoch', 'a seq that the room has not reached', 'more than the history holds'])(
    '[W32] after %s there is no history, never a part of it',
    async (why) => {
      const client = await world.join()
      const { epoch } = client.all('welcome')[0]!
      const count = why === 'more than the history holds' ? roomLimits.eventHistoryEntries + 2 : 2
      for (let ref = 1; ref <= count; ref++) client.say(event(ref, `${ref}`))
      await world.clock.pass(1_000)
      const resume = {
        'another epoch': { epoch: (epoch % 1_000) + 1, eventSeq: 1 },
        'a seq that the room has not reached': { epoch, eventSeq: 3 },
        'more than the history holds': { epoch, eventSeq: 1 },
      }[why]
      const back = await world.join({ ...secondSession, ...resume })
      expect(back.all('welcome')).toMatchObject([{ eventsRecovered: false, eventSeq: count }])
      expect(back.all('history')).toEqual([])
    },
  )
})

describe('live values', () => {
  test('[W33] a cursor is relayed as it came and leaves with its member', async () => {
    const client = await world.join()
    const other = await world.join(secondSession)
    client.take()
    await say(other, { type: FrameType.cursor, point: { x: 2 ** 31 - 1, y: -(2 ** 31) } })
    expect(client.all('tick').flatMap(({ live }) => live)).toEqual([{ member: 1, point: { x: 2 ** 31 - 1, y: -(2 ** 31) } }])
    client.take()
    other.link.close(1000)
    await world.clock.pass(300)
    expect(client.all('tick')).toMatchObject([{ roster: [{ op: 'left', member: 1 }], live: [] }])
    const third = await world.join(secondSession)
    expect(third.all('roster')).toMatchObject([{ live: [] }])
  })
})

describe('slow readers', () => {
  const big = (author: Author): Uint8Array => author.write('x'.repeat(100_000))

  test('[W34] a reader that fell behind is brought up to date on the same socket', async () => {
    const writer = await world.join()
    const reader = await world.join(secondSession)
    const author = new Author(1)
    const taken = reader.take()
    reader.link.stalled = true
    for (let batch = 1; batch <= 6; batch++) await say(writer, update(batch, big(author)))
    await say(writer, event(1, 'a'))
    await say(reader, update(1, new Author(2).write('mine')))
    await world.clock.pass(2_000)
    reader.link.resume()
    await world.clock.pass(500)
    const frames = reader.take()
    const names = namesOf(frames)
    const at = names.indexOf('sync')
    expect(names.slice(at, at + 4)).toEqual(['sync', 'roster', 'history', 'ack'])
    expect(frames[at + 3]).toMatchObject({ batch: 1 })
    expect(wordsOf([...taken, ...frames])).toHaveLength(7)
    const sync = frames[at]
    await say(writer, update(7, author.write('after')))
    const [next] = reader.all('tick')
    expect(sync?.type === FrameType.sync && next!.seq - sync.seq).toBe(1)
    expect(reader.closed).toBeUndefined()
  })

  test('[W35] a reader that stays behind for 30 seconds is closed', async () => {
    const writer = await world.join()
    const reader = await world.join(secondSession)
    const author = new Author(1)
    reader.link.stalled = true
    for (let batch = 1; batch <= 6; batch++) await say(writer, update(batch, big(author)))
    await world.clock.pass(29_000)
    expect(reader.closed).toBeUndefined()
    await world.clock.pass(4_000)
    expect(reader.closed).toBe('slow-consumer')
    expect(writer.closed).toBeUndefined()
  })
})

describe('signs of life', () => {
  test('[W36] a ping is answered before hello, while the room loads, and as a member', async () => {
    world.store.latencyMs = 1_000
    const client = await world.open()
    await say(client, { type: FrameType.ping, nonce: 1 })
    await say(client, firstHello, { type: FrameType.ping, nonce: 2 })
    expect(client.take()).toEqual([
      { type: FrameType.pong, nonce: 1 },
      { type: FrameType.pong, nonce: 2 },
    ])
    await world.clock.pass(2_000)
    await say(client, { type: FrameType.ping, nonce: 3 })
    expect(client.all('pong')).toEqual([{ type: FrameType.pong, nonce: 3 }])
    expect(client.closed).toBeUndefined()
  })
})
