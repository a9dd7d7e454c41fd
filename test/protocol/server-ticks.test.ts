import { beforeEach, describe, expect, test } from 'vitest'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { roomLimits } from '../../server/src/room/room-limits.ts'
import { Author, wordsOf } from './author.ts'
import { bytesOf } from './golden.ts'
import { event, firstHello, namesOf, secondSession, update } from './raw-client.ts'
import { RawWorld } from './raw-world.ts'

let world: RawWorld
beforeEach(() => {
  world = new RawWorld()
})

describe('ticks and acks', () => {
  test('[W22] ticks count by one from the sync on, for everybody alike', async () => {
    const one = await world.join()
    const other = await world.join(secondSession)
    const author = new Author(1)
    other.take()
    for (const [index, word] of ['a', 'b', 'c'].entries())
      await world.say(one, update(index + 1, author.write(word)))
    const seqs = other.all('tick').map(({ seq }) => seq)
    const [first = 0] = seqs
    expect(seqs).toEqual([first, first + 1, first + 2])
    const sync = one.all('sync').find(({ last }) => last)
    const allSeqs = one.all('tick').map(({ seq }) => seq)
    expect(allSeqs).toEqual(allSeqs.map((_, index) => sync!.seq + 1 + index))
    expect(allSeqs.slice(-3)).toEqual(seqs)
  })

  test('[W24] an ack follows the tick that holds the batch, and names the newest of several', async () => {
    const client = await world.join()
    client.take()
    const author = new Author(1)
    await world.say(
      client,
      update(1, author.write('a')),
      update(2, author.write('b')),
      update(3, author.write('c')),
    )
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
    await world.say(client, update(1, new Author(1).write('a')))
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
    await world.say(author, update(1, new Author(1).write('a')))
    const { seq } = author.all('ack')[0]!
    for (let ref = 1; ref < 10; ref++) await world.say(mover, event(ref, `${ref}`))
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
    if (what === 'an update') await world.say(client, update(1, garbage))
    expect(client.closed).toBe(name)
  })

  test('[W29] while the store is too far behind, edits make the room unavailable', async () => {
    const client = await world.join()
    world.server.journal.pendingBytes = roomLimits.journalPendingBytes + 1
    await world.say(client, update(1, new Author(1).write('a')))
    expect(client.closed).toBe('unavailable')
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
    for (let batch = 1; batch <= 6; batch++) await world.say(writer, update(batch, big(author)))
    await world.say(writer, event(1, 'a'))
    await world.say(reader, update(1, new Author(2).write('mine')))
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
    await world.say(writer, update(7, author.write('after')))
    const [next] = reader.all('tick')
    expect(sync?.type === FrameType.sync && next!.seq - sync.seq).toBe(1)
    expect(reader.closed).toBeUndefined()
  })

  test('[W35] a reader that stays behind for 30 seconds is closed', async () => {
    const writer = await world.join()
    const reader = await world.join(secondSession)
    const author = new Author(1)
    reader.link.stalled = true
    for (let batch = 1; batch <= 6; batch++) await world.say(writer, update(batch, big(author)))
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
    await world.say(client, { type: FrameType.ping, nonce: 1 })
    await world.say(client, firstHello, { type: FrameType.ping, nonce: 2 })
    expect(client.take()).toEqual([
      { type: FrameType.pong, nonce: 1 },
      { type: FrameType.pong, nonce: 2 },
    ])
    await world.clock.pass(2_000)
    await world.say(client, { type: FrameType.ping, nonce: 3 })
    expect(client.all('pong')).toEqual([{ type: FrameType.pong, nonce: 3 }])
    expect(client.closed).toBeUndefined()
  })
})
