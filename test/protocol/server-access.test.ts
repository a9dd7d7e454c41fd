import { endlessAccess } from '@coplane/client/protocol/access'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Access, Denial } from '../../server/src/room/access.ts'
import { roomLimits } from '../../server/src/room/room-limits.ts'
import { Author } from './author.ts'
import { event, firstHello, namesOf, secondSession, update, type RawClient } from './raw-client.ts'
import { RawWorld } from './raw-world.ts'

let world: RawWorld
/** What each token is worth; none and all others are nothing. */
let worth: Map<string | undefined, Access | Denial>
beforeEach(() => {
  world = new RawWorld()
  worth = new Map()
  world.authority = { admit: (token) => Promise.resolve(worth.get(token) ?? 'unauthorized') }
})

const hello = { ...firstHello, role: 'admin' } as const

function auth(token: string): { type: typeof FrameType.auth; token: Uint8Array } {
  return { type: FrameType.auth, token: new TextEncoder().encode(token) }
}

/** Whoever brings that token, after it was let in or not. */
async function admitted(token: string): Promise<RawClient> {
  const client = await world.open('board', token)
  client.say(hello)
  await world.clock.pass(100)
  return client
}

function until(afterMs: number, role: Access['role'], user = 'ada'): Access {
  return { user, role, untilMs: world.clock.now() + afterMs }
}

describe('the token of the upgrade', () => {
  test.for([
    ['unauthorized', undefined],
    ['forbidden', 'of another room'],
  ] as const)('[W56] closes with %s a socket whose token is %s', async ([name, token]) => {
    if (token !== undefined) worth.set(token, name)
    const client = await world.open('board', token)
    client.say(hello)
    await world.clock.pass(100)
    expect(client.closed).toBe(name)
    expect(client.take()).toEqual([])
  })

  test('[W56] is what the member may do, and WELCOME says for how long', async () => {
    worth.set('t', until(90_000, 'commenter'))
    const client = await admitted('t')
    const [welcome] = client.all('welcome')
    expect(welcome).toMatchObject({ role: 'commenter' })
    expect(welcome!.accessS).toBeGreaterThanOrEqual(89)
    expect(welcome!.accessS).toBeLessThanOrEqual(90)
  })

  test('[W56] grants everything for ever where nobody is asked for one', async () => {
    world = new RawWorld()
    const client = await world.join()
    expect(client.all('welcome')).toMatchObject([{ role: 'editor', accessS: endlessAccess }])
  })

  test('[W56] what comes before it is decided waits, within bounds', async () => {
    let decide: (access: Access) => void = () => undefined
    world.authority = { admit: () => new Promise((resolve) => (decide = resolve)) }
    const client = await world.open()
    const flood = await world.open()
    client.say(hello)
    await world.clock.pass(100)
    expect(client.take()).toEqual([])
    for (let frame = 0; frame <= roomLimits.earlyFrames; frame++) flood.say(event(frame, 'k'))
    await world.clock.pass(100)
    expect(flood.closed).toBe('too-large')
    decide(until(1e9, 'editor'))
    await world.clock.pass(100)
    // The newest `decide` is the flood's; it was closed meanwhile, and nothing comes of it.
    expect(client.take()).toEqual([])
    await world.clock.pass(roomLimits.admissionMs + 2_000)
    expect(client.closed).toBe('hello-timeout')
  })
})

describe('a fresh token', () => {
  test('[W57] is answered by ACCESS with what it allows', async () => {
    worth.set('first', until(60_000, 'editor'))
    const client = await admitted('first')
    client.take()
    worth.set('second', until(600_000, 'viewer'))
    await world.say(client, auth('second'))
    const [access] = client.all('access')
    expect(access).toMatchObject({ role: 'viewer' })
    expect(access!.accessS).toBeGreaterThan(590)
    await world.clock.pass(70_000)
    expect(client.closed).toBeUndefined()
  })

  test.for([
    ['unauthorized', 'unauthorized'],
    ['forbidden', { user: 'eve', role: 'admin', untilMs: Infinity }],
  ] as const)('[W57] closes with %s one that is not valid, or somebody else’s', async ([name, answer]) => {
    worth.set('first', until(60_000, 'editor'))
    const client = await admitted('first')
    worth.set('second', answer)
    await world.say(client, auth('second'))
    expect(client.closed).toBe(name)
  })
})

describe('a fresh token that cannot be checked now', () => {
  test('[W57] takes nothing from what there was: ACCESS says what is left, until it ends', async () => {
    worth.set('first', until(20_000, 'commenter'))
    const client = await admitted('first')
    client.take()
    worth.set('second', 'unavailable')
    await world.clock.pass(10_000)
    await world.say(client, auth('second'))
    const [access] = client.all('access')
    expect(access).toMatchObject({ role: 'commenter' })
    expect(access!.accessS).toBeLessThan(10)
    expect(client.closed).toBeUndefined()
    await world.clock.pass(11_000)
    expect(client.closed).toBe('expired')
  })
})

describe('an access that ends', () => {
  test('[W58] closes its socket with expired, and nobody else’s', async () => {
    worth.set('short', until(5_000, 'editor'))
    worth.set('long', until(50_000, 'editor', 'bob'))
    const short = await world.open('board', 'short')
    const long = await world.open('board', 'long')
    short.say(hello)
    long.say({ ...hello, ...secondSession })
    await world.clock.pass(4_000)
    expect(short.closed).toBeUndefined()
    await world.clock.pass(2_500)
    expect(short.closed).toBe('expired')
    expect(long.closed).toBeUndefined()
  })
})

describe('a role', () => {
  test('[W51] a commenter publishes events and edits nothing', async () => {
    worth.set('t', until(1e9, 'commenter'))
    const client = await admitted('t')
    client.take()
    await world.say(client, update(1, new Author(1).write('a')), event(2, 'k'), {
      type: FrameType.gestureBegin,
      gesture: 3,
      nodes: ['n1'],
    })
    expect(client.all('error')).toMatchObject([
      { reason: 'forbidden', refused: FrameType.update, ref: 1 },
      { reason: 'forbidden', refused: FrameType.gestureBegin, ref: 3 },
    ])
    expect(client.all('eventAck')).toMatchObject([{ ref: 2, seq: 1 }])
  })

  test('[W59] that changes is told by ACCESS and held to from then on', async () => {
    worth.set('t', until(1e9, 'editor'))
    const client = await admitted('t')
    client.take()
    const room = await world.server.rooms.open('board')
    const [member] = room.roster.all()
    room.grant(member!, 'viewer', member!.untilMs)
    await world.say(client, update(1, new Author(1).write('a')))
    expect(namesOf(client.take())).toEqual(['access', 'error'])
    room.grant(member!, 'admin', member!.untilMs)
    await world.say(client, update(2, new Author(2).write('a')))
    expect(namesOf(client.take())).toEqual(['access', 'tick', 'ack', 'ack'])
  })
})
