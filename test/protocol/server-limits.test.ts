import { FrameType } from '@coplane/client/protocol/frame-type'
import { limits } from '@coplane/client/protocol/limits'
import { beforeEach, describe, expect, test } from 'vitest'
import { admissionLimits, type AdmissionLimits } from '../../server/src/admission/admission-limits.ts'
import type { Access, Denial } from '../../server/src/room/access.ts'
import { Author } from './author.ts'
import { cursor, nthSession, shownTo } from './looks.ts'
import { event, firstHello, namesOf, secondSession, update, type RawClient } from './raw-client.ts'
import { RawWorld } from './raw-world.ts'

let world: RawWorld
beforeEach(() => {
  world = withLimits({
    socketMessages: 100,
    socketPresence: 10,
    socketEvents: 5,
    socketAsks: 2,
    socketAnswerBytes: 1_000,
    socketAuths: 3,
    addressSockets: 4,
    addressOpens: 1,
    addressFailures: 3,
    addressUnadmitted: 2,
    unadmitted: 3,
  })
})

function withLimits(some: Partial<AdmissionLimits>): RawWorld {
  return new RawWorld({ ...admissionLimits, ...some })
}

function limited(name: string): number {
  return new Map<string, number>(world.server.counters.limited).get(name) ?? 0
}

function times<Each>(count: number, make: (index: number) => Each): Each[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

const ping = { type: FrameType.ping, nonce: 7 } as const
const who = { type: FrameType.who, ask: { from: 0 } } as const
const selection = { type: FrameType.selection, ids: Uint8Array.of(0x91, 0xa1, 0x61) } as const
const gestureEnd = { type: FrameType.gestureEnd, gesture: 9, batch: 0 } as const

describe('messages and bytes', () => {
  test('[W61] as many as come at once and then once a second keep the socket, one more ends it and no other', async () => {
    const client = await world.join()
    const neighbour = await world.join(secondSession)
    await world.clock.pass(2_500)
    await world.say(client, ...times(200, () => gestureEnd))
    expect(client.closed).toBeUndefined()
    await world.clock.pass(1_000)
    await world.say(client, ...times(90, () => gestureEnd))
    expect(client.closed).toBeUndefined()
    await world.say(client, ...times(120, () => gestureEnd))
    expect(client.closed).toBe('rate-limited')
    expect(limited('socket-messages')).toBeGreaterThan(0)
    await world.say(neighbour, update(1, new Author(2).write('fine')))
    expect(neighbour.all('ack')).not.toEqual([])
  })

  test('[W61] so are bytes, of which the largest frames may come twice at once however low the rate is', async () => {
    world = withLimits({ socketBytes: 1_024 })
    const client = await world.join()
    const large = { ...update(1, new Uint8Array(1)), update: new Uint8Array(limits.maxFrameBytes - 100) }
    await world.say(client, large)
    expect(client.all('error')).toMatchObject([{ reason: 'too-large' }])
    expect(client.closed).toBeUndefined()
    await world.say(client, large, large)
    expect(client.closed).toBe('rate-limited')
    expect(limited('socket-bytes')).toBe(1)
  })

  test('[W61] the defaults take 200 batches of 4.5 KB at once, as 10,000 new nodes make them, and a full second of everything that a page sends', async () => {
    world = new RawWorld()
    const client = await world.join()
    const author = new Author(1)
    await world.say(client, ...times(200, (index) => update(index + 1, author.write('x'.repeat(50 * 90)))))
    for (let tick = 0; tick < 60; tick++) {
      client.say(update(201 + tick, author.write('x')))
      for (const frame of [cursor(tick, 1), selection, cursor(tick, 2), cursor(tick, 3)]) client.say(frame)
      await world.clock.pass(16)
    }
    await world.clock.pass(1_000)
    expect(client.closed).toBeUndefined()
    expect(client.all('error')).toEqual([])
    expect([...world.server.counters.limited]).toEqual([])
  })
})

describe('presence', () => {
  test('[W62] beyond the allowance is skipped and counted, told once a second, and the newest of each kind follows', async () => {
    const client = await world.join()
    const neighbour = await world.join(secondSession)
    await world.clock.pass(1_000)
    client.take()
    for (const frame of times(50, (index) => cursor(index, 0))) client.say(frame)
    client.say(selection)
    client.say(cursor(400, 8))
    await world.clock.pass(200)
    expect(client.all('error')).toMatchObject([{ reason: 'rate', refused: FrameType.cursor, ref: 0 }])
    expect(shownTo(neighbour).get(0)).toEqual({ x: 19, y: 0 })
    expect(limited('socket-presence')).toBe(32)
    await world.clock.pass(1_500)
    expect(shownTo(neighbour).get(0)).toEqual({ x: 400, y: 8 })
    expect(neighbour.all('live').flatMap(({ selections }) => selections)).not.toEqual([])
    expect(client.all('error')).toHaveLength(1)
    expect(client.closed).toBeUndefined()
  })

  test('[W62] a value that was skipped does not come back after a newer one was shown', async () => {
    const client = await world.join()
    const neighbour = await world.join(secondSession)
    await world.clock.pass(1_000)
    for (const frame of times(30, (index) => cursor(index, 0))) client.say(frame)
    await world.clock.pass(1_200)
    await world.say(client, cursor(500, 0))
    await world.clock.pass(3_000)
    expect(shownTo(neighbour).get(0)).toEqual({ x: 500, y: 0 })
  })
})

describe('events', () => {
  test('[W63] beyond the allowance are refused by their ref, the socket stays, and later ones are published', async () => {
    const client = await world.join()
    await world.say(client, ...times(12, (index) => event(index + 1, `k${index}`)))
    expect(client.all('eventAck').map(({ ref }) => ref)).toEqual(times(10, (index) => index + 1))
    expect(client.all('error')).toMatchObject([
      { reason: 'rate', refused: FrameType.event, ref: 11 },
      { reason: 'rate', refused: FrameType.event, ref: 12 },
    ])
    expect(limited('socket-events')).toBe(2)
    client.take()
    await world.clock.pass(2_100)
    await world.say(client, event(13, 'k12'))
    expect(client.all('eventAck')).toMatchObject([{ ref: 13, seq: 11 }])
  })
})

describe('questions', () => {
  const replay = (ref: number, seq: number) => ({ type: FrameType.replay, ref, epoch: epoch(), seq }) as const
  const epoch = (): number => [...world.server.rooms.live()][0]!.epoch

  test('[W64] beyond the allowance are answered later and in their order, PING not at all', async () => {
    const client = await world.join()
    await world.clock.pass(1_000)
    client.take()
    await world.say(client, ...times(18, () => ping), who, replay(5, 0), replay(6, 0), who, ping)
    expect(client.all('pong')).toHaveLength(18)
    expect(namesOf(client.take()).filter((name) => name !== 'pong')).toEqual(['roster', 'history'])
    await world.clock.pass(1_000)
    expect(namesOf(client.take())).toEqual(['history', 'roster'])
    expect(limited('socket-asks')).toBeGreaterThan(0)
    expect(client.closed).toBeUndefined()
  })

  test('[W64] wait up to a bound, and one more ends the socket', async () => {
    const client = await world.join()
    await world.say(client, ...times(20 + 64, () => who))
    expect(client.closed).toBeUndefined()
    await world.say(client, who, who, who)
    expect(client.closed).toBe('rate-limited')
  })

  test('[W43] for more members than a page has are answered for a page of them', async () => {
    world = new RawWorld()
    const [client] = await Promise.all(times(210, (index) => world.join(nthSession(index))))
    client!.take()
    await world.say(client!, { type: FrameType.who, ask: { members: times(60_000, (index) => index) } })
    expect(client!.all('roster').map(({ members }) => members.length)).toEqual([limits.rosterPage])
  })

  test('[W64] whose answers were large have to wait until those are paid back', async () => {
    const client = await world.join()
    await world.say(client, event(1, 'k', new Uint8Array(20_000).fill(0xc0)))
    client.take()
    await world.say(client, replay(2, 0), replay(3, 0))
    expect(client.all('history')).toMatchObject([{ ref: 2, recovered: true }])
    // 8,000 bytes may be answered at once, 20,000 were: it is 12 seconds until the next.
    await world.clock.pass(11_000)
    expect(client.all('history')).toHaveLength(1)
    await world.clock.pass(3_000)
    expect(client.all('history').map(({ ref }) => ref)).toEqual([2, 3])
  })

  test('[W64] are not answered while the answers before them are not read', async () => {
    world = new RawWorld()
    const client = await world.join()
    for (let index = 0; index < 10; index++)
      await world.say(client, event(index + 1, `k${index}`, new Uint8Array(60_000).fill(0xc0)))
    client.take()
    client.link.stalled = true
    await world.say(client, ...times(40, (index) => replay(20 + index, 0)))
    const waiting = client.link.bufferedBytes()
    expect(waiting).toBeLessThan(2_000_000)
    client.link.resume()
    await world.clock.pass(5_000)
    expect(client.all('history').map(({ ref }) => ref)).toEqual(times(40, (index) => 20 + index))
  })
})

describe('tokens', () => {
  const access: Access = { user: 'ada', role: 'editor', untilMs: Infinity }

  test('[W65] that come too often end the socket', async () => {
    world.authority = { admit: () => access }
    const client = await world.join()
    const auth = { type: FrameType.auth, token: new TextEncoder().encode('t') } as const
    await world.say(client, auth, auth, auth)
    expect(client.all('access')).toHaveLength(3)
    await world.clock.pass(19_000)
    await world.say(client, auth)
    // Three a minute are one in twenty seconds.
    expect(client.closed).toBe('rate-limited')
    expect(limited('socket-auths')).toBe(1)
  })
})

describe('an address', () => {
  const here = '203.0.113.9'

  async function open(address: string | undefined, token?: string): Promise<RawClient> {
    return world.open('board', token, address)
  }

  test('[W66] has as many sockets as it may, others and this machine are not concerned, and one that closes makes room', async () => {
    const four = await Promise.all(times(4, () => open(here)))
    const fifth = await open(here)
    expect(fifth.closed).toBe('too-many')
    expect(four.map(({ closed }) => closed)).toEqual(times(4, () => undefined))
    expect((await open('203.0.113.10')).closed).toBeUndefined()
    for (let count = 0; count < 20; count++) expect((await open(undefined)).closed).toBeUndefined()
    expect(limited('address-sockets')).toBe(1)
    four[0]!.link.close()
    await world.clock.pass(100)
    expect((await open(here)).closed).toBeUndefined()
  })

  test('[W66] opens them as fast as it may', async () => {
    for (let count = 0; count < 25; count++) {
      const client = await open(here)
      expect(client.closed).toBeUndefined()
      client.link.close()
    }
    await world.clock.pass(100)
    for (let count = 0; count < 3; count++) await open(here)
    // 25 at once; of the three seconds that took, some of one a second had grown back.
    for (let count = 0; count < 10 && limited('address-opens') === 0; count++) {
      const client = await open(here)
      client.link.close()
    }
    expect(limited('address-opens')).toBeGreaterThan(0)
    await world.clock.pass(2_000)
    expect((await open(here)).closed).toBeUndefined()
  })

  test('[W66] that brought too many tokens worth nothing is closed before another is looked at, for a while', async () => {
    const asked: (string | undefined)[] = []
    world.authority = {
      admit: (token): Access | Denial => {
        asked.push(token)
        return token === 'good' ? { user: 'ada', role: 'editor', untilMs: Infinity } : 'unauthorized'
      },
    }
    for (let count = 0; count < 3; count++)
      expect((await open(here, `guess ${count}`)).closed).toBe('unauthorized')
    expect((await open(here, 'good')).closed).toBe('too-many')
    expect(asked).toHaveLength(3)
    expect((await open('203.0.113.10', 'good')).closed).toBeUndefined()
    await world.clock.pass(21_000)
    expect((await open(here, 'good')).closed).toBeUndefined()
    expect(limited('address-failures')).toBe(1)
  })

  test('[W66] has so many sockets that wait to be admitted, and so have all together, by number and by bytes', async () => {
    world.authority = { admit: () => new Promise(() => undefined) }
    await open(here)
    await open(here)
    expect((await open(here)).closed).toBe('too-many')
    expect((await open('203.0.113.10')).closed).toBeUndefined()
    expect((await open('203.0.113.11')).closed).toBe('too-many')
    expect(limited('address-unadmitted')).toBe(1)
    expect(limited('unadmitted')).toBe(1)
    world = withLimits({ unadmittedBytes: 100 })
    world.authority = { admit: () => new Promise(() => undefined) }
    const [first, second] = [await open(here), await open('203.0.113.10')]
    await world.say(first, firstHello)
    await world.say(second, firstHello, firstHello)
    expect(first.closed).toBeUndefined()
    expect(second.closed).toBe('too-many')
    expect(limited('unadmitted-bytes')).toBe(1)
    // What it held is free again.
    await world.say(await open('203.0.113.11'), firstHello)
    expect(limited('unadmitted-bytes')).toBe(1)
  })
})
