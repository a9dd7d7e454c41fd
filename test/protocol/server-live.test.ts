import { beforeEach, describe, expect, test } from 'vitest'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { limits } from '@coplane/client/protocol/limits'
import { roomLimits } from '../../server/src/room/room-limits.ts'
import { bytesOf } from './golden.ts'
import { cursor, noCursor, nthSession, shownTo, view } from './looks.ts'
import { secondSession, update, type RawClient } from './raw-client.ts'
import { Author, wordsOf } from './author.ts'
import { RawWorld } from './raw-world.ts'

let world: RawWorld
beforeEach(() => {
  world = new RawWorld()
})

async function crowd(count: number): Promise<RawClient[]> {
  const clients: RawClient[] = []
  for (let index = 1; index <= count; index++) clients.push(await world.join(nthSession(index)))
  return clients
}

describe('what a member is shown', () => {
  test('[W38] cursors in the view and half of it beside are shown, others and the own one are not', async () => {
    const me = await world.join()
    const clients = await crowd(4)
    me.say(view(1000, 1000, 400, 200))
    me.say(cursor(1000, 1000))
    const places = [
      [1199, 1000],
      [1399, 1199],
      [1401, 1000],
      [1000, 1201],
    ] as const
    for (const [index, [x, y]] of places.entries()) clients[index]!.say(cursor(x, y))
    await world.clock.pass(500)
    expect(shownTo(me)).toEqual(
      new Map([
        [1, { x: 1199, y: 1000 }],
        [2, { x: 1399, y: 1199 }],
      ]),
    )
  })

  test('[W38] of more than the cap the nearest to the middle are shown', async () => {
    const me = await world.join()
    const clients = await crowd(limits.liveCap + 8)
    me.say(view(0, 0, 4000, 4000))
    for (const [index, client] of clients.entries()) client.say(cursor((clients.length - index) * 10, 0))
    await world.clock.pass(1_000)
    const nearest = clients.map((_, index) => index + 1).slice(-limits.liveCap)
    expect([...shownTo(me).keys()].sort((left, right) => left - right)).toEqual(nearest)
  })

  test('[W38] whom a member follows is shown wherever it is, beyond the reach of 16 bits too', async () => {
    const me = await world.join()
    const [far] = await crowd(1)
    me.say(view(0, 0, 400, 200, { follow: 1 }))
    far!.say(cursor(5_000_000, -5_000_000))
    await world.clock.pass(500)
    expect(shownTo(me)).toEqual(new Map([[1, { x: 5_000_000, y: -5_000_000 }]]))
  })

  test('[W38] without a view the whole canvas is looked at', async () => {
    const me = await world.join()
    const [far] = await crowd(1)
    far!.say(cursor(5_000_000, -5_000_000))
    await world.clock.pass(500)
    expect(shownTo(me).get(1)).toEqual({ x: 5_000_000, y: -5_000_000 })
  })

  test('[W39] a cursor that leaves the canvas or the view is told as gone once, a member that leaves is not', async () => {
    const me = await world.join()
    const [one, two, three] = await crowd(3)
    me.say(view(0, 0, 400, 400))
    for (const client of [one, two, three]) client!.say(cursor(0, 0))
    await world.clock.pass(500)
    me.take()
    one!.say(noCursor)
    two!.say(cursor(10_000, 0))
    three!.link.close(1000)
    await world.clock.pass(2_000)
    expect(me.all('live').flatMap(({ gone }) => gone)).toEqual([1, 2])
  })

  test('[W39] at the rim of the view nobody comes and goes', async () => {
    const me = await world.join()
    const [one] = await crowd(1)
    me.say(view(0, 0, 400, 400))
    one!.say(cursor(300, 0))
    await world.clock.pass(500)
    me.take()
    for (let step = 0; step < 20; step++) {
      one!.say(cursor(step % 2 === 0 ? 410 : 390, 0))
      await world.clock.pass(60)
    }
    expect(me.all('live').flatMap(({ gone }) => gone)).toEqual([])
  })

  test('[W40] the first live frame is fresh, and so is the one after a slow reader was brought to the present', async () => {
    const me = await world.join()
    const [one] = await crowd(1)
    one!.say(cursor(1, 1))
    await world.clock.pass(500)
    expect(me.all('live').map(({ fresh }) => fresh)).toEqual([true, false])
    me.take()
    me.link.stalled = true
    const author = new Author(9)
    for (let batch = 1; batch <= 40; batch++) {
      one!.say(update(batch, author.write('x'.repeat(20_000))))
      await world.clock.pass(60)
    }
    await world.clock.pass(1_500)
    me.link.resume()
    await world.clock.pass(1_000)
    const after = me.take()
    const sync = after.map(({ type }) => type).lastIndexOf(FrameType.sync)
    const live = after.slice(sync).find(({ type }) => type === FrameType.live)
    expect(live).toMatchObject({ fresh: true, wide: [{ member: 1, point: { x: 1, y: 1 } }] })
  })

  test('[W41] for full buffers live values are skipped and counted, and the newest follow', async () => {
    const me = await world.join()
    const [one] = await crowd(1)
    await world.clock.pass(500)
    me.take()
    me.link.stalled = true
    const { counters } = world.server
    one!.say(update(1, new Author(9).write('x'.repeat(roomLimits.liveBufferedBytes))))
    await world.clock.pass(200)
    for (let x = 1; x <= 10; x++) {
      one!.say(cursor(x, 0))
      await world.clock.pass(60)
    }
    const skipped = counters.liveFramesSkipped
    expect(skipped).toBeGreaterThanOrEqual(9)
    me.link.resume()
    await world.clock.pass(2_000)
    expect(shownTo(me).get(1)).toEqual({ x: 10, y: 0 })
    expect(me.all('live').length).toBeLessThanOrEqual(3)
  })

  test('[W42] every live frame tells the pace, and a hidden page gets one in two seconds at most', async () => {
    const me = await world.join()
    const [one] = await crowd(1)
    me.say(view(0, 0, 400, 400, { hidden: true }))
    await world.clock.pass(3_000)
    me.take()
    for (let x = 1; x <= 100; x++) {
      one!.say(cursor(x, 0))
      await world.clock.pass(60)
    }
    const frames = me.all('live')
    expect(frames.length).toBeGreaterThanOrEqual(2)
    expect(frames.length).toBeLessThanOrEqual(4)
    expect(frames.every(({ liveMs }) => liveMs === 33)).toBe(true)
    await world.clock.pass(4_000)
    expect(shownTo(me).get(1)).toEqual({ x: 100, y: 0 })
  })

  test('[W38] a selection is shown to those who see its member, and again to those who come to see it', async () => {
    const me = await world.join()
    const [one] = await crowd(1)
    const ids = bytesOf('91a26e31')
    one!.say({ type: FrameType.selection, ids })
    one!.say(cursor(5_000, 0))
    me.say(view(0, 0, 400, 400))
    await world.clock.pass(500)
    expect(me.all('live').flatMap(({ selections }) => selections)).toEqual([])
    me.say(view(5_000, 0, 400, 400))
    await world.clock.pass(500)
    expect(me.all('live').flatMap(({ selections }) => selections)).toEqual([{ member: 1, ids }])
  })

  test('[DESIGN 9] a tick and the live values that are due with it are one write', async () => {
    const me = await world.join()
    const [one] = await crowd(1)
    const author = new Author(7)
    const { counters } = world.server
    await world.clock.pass(500)
    me.take()
    const { writes } = me.link
    const deliveries = { all: counters.frameDeliveries, document: counters.documentDeliveries }
    for (let batch = 1; batch <= 50; batch++) {
      one!.say(cursor(batch, 0))
      one!.say(update(batch, author.write(`${batch} `)))
      await world.clock.pass(10)
    }
    await world.clock.pass(500)
    const ticks = me.all('tick')
    const lives = me.all('live')
    expect(wordsOf(me.take())).toHaveLength(50)
    expect(ticks.map(({ seq }) => seq - ticks[0]!.seq)).toEqual(ticks.map((_, index) => index))
    expect(me.link.writes - writes).toBeLessThan(ticks.length + lives.length - 10)
    // Each tick is in the ledger once for each of the two, whichever way it went.
    expect(counters.frameDeliveries - deliveries.all).toBe(ticks.length * 2)
    expect(counters.documentDeliveries - deliveries.document).toBe(ticks.length * 2)
  })

  test('[W38] who selects and leaves at once is not told of: its index may be somebody else next', async () => {
    const me = await world.join()
    const [one, two] = await crowd(roomLimits.smallRoomMembers + 1)
    me.say(view(0, 0, 400, 400))
    for (const client of [one, two]) client!.say(cursor(0, 0))
    await world.clock.pass(500)
    // A fresh choice of whom to show, which holds for a while.
    two!.say(cursor(1, 0))
    await world.clock.pass(60)
    expect([...shownTo(me).keys()]).toContain(1)
    me.take()
    one!.say({ type: FrameType.selection, ids: bytesOf('91a26e31') })
    one!.link.close(1000)
    two!.say(cursor(2, 0))
    await world.clock.pass(60)
    expect(me.all('live')).toMatchObject([{ near: { cursors: [{ member: 2 }] }, selections: [] }])
  })
})

describe('who is here', () => {
  test('[W43] a room of more than a page is told page by page, and members by name', async () => {
    const count = limits.rosterPage + 30
    await crowd(count)
    const me = await world.join(secondSession)
    const [first] = me.all('roster')
    expect(first).toMatchObject({ fresh: true, total: count + 1, next: limits.rosterPage })
    expect(first!.members).toHaveLength(limits.rosterPage)
    me.take()
    await world.say(me, { type: FrameType.who, ask: { from: limits.rosterPage } })
    const [second] = me.all('roster')
    expect(second).toMatchObject({ fresh: false, total: count + 1, next: undefined, gestures: [] })
    expect(second!.members).toHaveLength(31)
    me.take()
    await world.say(me, { type: FrameType.who, ask: { members: [7, 60_000, 3, 7] } })
    expect(me.all('roster')).toMatchObject([{ fresh: false, members: [{ member: 7 }, { member: 3 }] }])
    me.take()
    await world.join(nthSession(9_999))
    // In a room of this size the news may wait for company.
    await world.clock.pass(roomLimits.rosterNewsMs)
    expect(me.all('tick').flatMap(({ roster }) => roster)).toMatchObject([
      { op: 'arrived', clientId: 10_999 },
    ])
  })

  test('[W44] who came and left again between two ticks is told as left', async () => {
    const me = await world.join()
    const [one] = await crowd(1)
    await world.clock.pass(1_000)
    me.take()
    // A tick that keeps the room busy, so that the next two changes wait for the same one.
    const room = [...world.server.rooms.live()][0]!
    const member = room.roster.get(1)!
    one!.link.close(1000)
    room.roster.changed(member)
    await world.clock.pass(300)
    const entries = me.all('tick').map(({ roster }) => roster)
    for (const roster of entries)
      expect(new Set(roster.map((entry) => entry.member)).size).toBe(roster.length)
    expect(entries.flat().at(-1)).toEqual({ op: 'left', member: 1 })
  })

  test('[W45] an overview names up to 128 cursors and counts crowds beyond, for those who ask, every two seconds', async () => {
    const me = await world.join()
    const clients = await crowd(140)
    for (const [index, client] of clients.slice(0, 100).entries()) client.say(cursor(index * 100, 0))
    me.say(view(0, 0, 400, 400, { overview: true }))
    await world.clock.pass(3_000)
    const first = me.all('overview').at(-1)!
    expect(first.members).toHaveLength(100)
    expect(first.crowds).toEqual([])
    const { dx } = first.members.find(({ member }) => member === 100)!
    expect(first.origin.x + dx * 2 ** first.shift).toBeCloseTo(9_900, -1)
    me.take()
    for (const [index, client] of clients.entries()) client.say(cursor(index * 100, index))
    await world.clock.pass(3_500)
    const [second] = me.all('overview').slice(-1)
    expect(second!.members).toEqual([])
    expect(second!.crowds.reduce((sum, { count }) => sum + count, 0)).toBe(140)
    expect(second!.crowds.length).toBeLessThanOrEqual(16 * 16)
    expect(me.all('overview').length).toBeLessThanOrEqual(2)
    expect(clients[0]!.all('overview')).toEqual([])
    me.take()
    await world.clock.pass(5_000)
    expect(me.all('overview')).toEqual([])
  })
})
