import { beforeEach, describe, expect, test } from 'vitest'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { limits } from '@coplane/client/protocol/limits'
import { roomLimits } from '../../server/src/room/room-limits.ts'
import { bytesOf } from './golden.ts'
import { event, secondSession } from './raw-client.ts'
import { RawWorld } from './raw-world.ts'

let world: RawWorld
beforeEach(() => {
  world = new RawWorld()
})

describe('events', () => {
  test('[W30] every event is answered by its seq and reaches everybody', async () => {
    const client = await world.join()
    await world.say(client, event(7, 'a'), event(8, 'b'))
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
    await world.say(
      client,
      event(7, 'a', new Uint8Array(limits.maxEventBytes + 1)),
      event(8, 'b', new Uint8Array(limits.maxEventBytes)),
    )
    expect(client.all('error')).toMatchObject([{ reason: 'too-large', refused: FrameType.event, ref: 7 }])
    expect(client.all('eventAck')).toMatchObject([{ ref: 8, seq: 1 }])
    expect(client.closed).toBeUndefined()
  })

  test('[W31] a key that is known is answered with the first event’s seq and publishes nothing', async () => {
    const one = await world.join()
    const other = await world.join(secondSession)
    await world.say(one, event(1, 'a'))
    await world.say(other, event(5, 'a'))
    expect(other.all('eventAck')).toMatchObject([{ ref: 5, seq: 1 }])
    expect(other.all('tick').flatMap(({ events }) => events)).toHaveLength(1)
  })

  test('[W32] whoever comes back within the epoch gets every event since, and only those', async () => {
    const client = await world.join()
    const { epoch } = client.all('welcome')[0]!
    await world.say(client, event(1, 'a'), event(2, 'b'), event(3, 'c'))
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
    await world.say(other, { type: FrameType.cursor, point: { x: 2 ** 31 - 1, y: -(2 ** 31) } })
    expect(client.all('live').flatMap(({ wide }) => wide)).toEqual([
      { member: 1, point: { x: 2 ** 31 - 1, y: -(2 ** 31) } },
    ])
    client.take()
    other.link.close(1000)
    await world.clock.pass(300)
    expect(client.all('tick')).toMatchObject([{ roster: [{ op: 'left', member: 1 }] }])
    expect(client.all('live')).toEqual([])
    const third = await world.join(secondSession)
    expect(third.all('live')).toMatchObject([{ fresh: true, wide: [], near: undefined }])
  })
})
