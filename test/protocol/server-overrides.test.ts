import { FrameType } from '@coplane/client/protocol/frame-type'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Access } from '../../server/src/room/access.ts'
import { MemoryStore } from '../../server/src/store/memory-store.ts'
import { AdminWorld } from './admin-world.ts'
import { Author } from './author.ts'
import { namesOf, secondSession, update, type RawClient } from './raw-client.ts'

let world: AdminWorld
beforeEach(() => {
  world = new AdminWorld()
})

async function auth(client: RawClient, token: string): Promise<void> {
  await world.say(client, { type: FrameType.auth, token: new TextEncoder().encode(token) })
}

describe('a role that an admin changes', () => {
  test('[RV1] holds for every open socket of the user within the call, and for nobody else', async () => {
    const token = world.mint('ada', 'editor')
    const ada = await world.enter(token)
    const again = await world.enter(token, secondSession)
    const bob = await world.enter(world.mint('bob', 'editor'), { session: new Uint8Array(16), clientId: 3 })
    for (const client of [ada, again, bob]) client.take()
    // What is on its way when the call is made arrives after it.
    ada.say(update(1, new Author(1).write('a')))
    const changed = world.change('ada', 'commenter')
    const roles = [...world.server.rooms.find('board')!.roster.all()].map(({ user, role }) => [user, role])
    expect(roles).toEqual([
      ['ada', 'commenter'],
      ['ada', 'commenter'],
      ['bob', 'editor'],
    ])
    expect(await changed).toEqual({ is: 'kept', sockets: 2 })
    await world.clock.pass(300)
    expect(namesOf(ada.take())).toEqual(['access', 'error'])
    expect(again.all('access')).toMatchObject([{ role: 'commenter' }])
    expect(bob.take()).toEqual([])
  })

  test('[RV1] holds for a socket whose token is being looked at, and for one whose room is being loaded', async () => {
    const answers: ((access: Access) => void)[] = []
    world.authority = { admit: () => new Promise((resolve) => answers.push(resolve)) }
    const asking = await world.enter('of ada')
    await world.change('ada', 'viewer')
    answers[0]!({ user: 'ada', role: 'editor', untilMs: Infinity, issuedMs: 0 })
    await world.clock.pass(300)
    expect(asking.all('welcome')).toMatchObject([{ role: 'viewer' }])

    world = new AdminWorld()
    world.store.latencyMs = 1_000
    const loading = await world.enter(world.mint('ada', 'editor'))
    expect(loading.take()).toEqual([])
    expect(await world.change('ada', 'viewer')).toMatchObject({ sockets: 1 })
    await world.clock.pass(2_000)
    expect(loading.all('welcome')).toMatchObject([{ role: 'viewer' }])
  })

  test('[RV2] holds for older tokens that come later, by a join or by AUTH; newer ones are trusted anew', async () => {
    const old = world.mint('ada', 'editor')
    const ada = await world.enter(old)
    await world.change('ada', 'viewer')
    await auth(ada, old)
    expect(ada.all('access')).toMatchObject([{ role: 'viewer' }, { role: 'viewer' }])
    expect((await world.enter(old, secondSession)).all('welcome')).toMatchObject([{ role: 'viewer' }])
    const newer = world.mint('ada', 'editor')
    await auth(ada, newer)
    expect(ada.all('access').at(-1)).toMatchObject({ role: 'editor' })
    // That somebody else is changed does not bring it back.
    await world.change('bob', 'viewer')
    await world.clock.pass(300)
    expect(ada.all('access').at(-1)).toMatchObject({ role: 'editor' })
  })

  test('[RV2] may be more than the token says, within what the member asked for', async () => {
    const token = world.mint('ada', 'viewer')
    const ada = await world.enter(token)
    const modest = await world.enter(token, { ...secondSession, role: 'commenter' })
    await world.change('ada', 'editor')
    await world.clock.pass(300)
    expect(ada.all('access')).toMatchObject([{ role: 'editor' }])
    expect(modest.all('access')).toMatchObject([{ role: 'commenter' }])
  })

  test('[RV2] a token of nobody’s knowing when is older than any change', async () => {
    world.worth.set('t', { user: 'ada', role: 'editor', untilMs: Infinity })
    await world.change('ada', 'viewer')
    expect((await world.enter('t')).all('welcome')).toMatchObject([{ role: 'viewer' }])
  })
})

describe('access that an admin revokes', () => {
  test('[RV3] closes the user’s sockets in that room as forbidden, and keeps older tokens out of it', async () => {
    const old = world.mint('ada', 'admin')
    const ada = await world.enter(old)
    const elsewhere = await world.open('other', old)
    const bob = await world.enter(world.mint('bob', 'editor'), secondSession)
    expect(await world.change('ada', undefined)).toEqual({ is: 'kept', sockets: 1 })
    await world.clock.pass(100)
    expect(ada.closed).toBe('forbidden')
    expect(elsewhere.closed).toBeUndefined()
    expect(bob.closed).toBeUndefined()
    expect(world.server.rooms.find('board')!.roster.size).toBe(1)
    expect((await world.enter(old)).closed).toBe('forbidden')
    expect((await world.enter(world.mint('ada', 'viewer'))).all('welcome')).toHaveLength(1)
  })

  test('[RV3] closes a socket that renews with an older token', async () => {
    const older = world.mint('ada', 'editor', 'older')
    await world.clock.pass(10)
    await world.change('ada', undefined)
    await world.clock.pass(10)
    const ada = await world.enter(world.mint('ada', 'editor'))
    expect(ada.all('welcome')).toHaveLength(1)
    await auth(ada, older)
    expect(ada.closed).toBe('forbidden')
  })
})

describe('what admins said', () => {
  test('[RV4] outlives the process', async () => {
    const store = new MemoryStore()
    const before = new AdminWorld(store)
    await before.change('ada', undefined)
    await before.change('bob', 'viewer')
    world = new AdminWorld(store)
    const tokens = [world.mint('ada', 'editor', 'a'), world.mint('bob', 'editor', 'b')]
    await world.control.load()
    expect((await world.enter(tokens[0]!)).closed).toBe('forbidden')
    expect((await world.enter(tokens[1]!, secondSession)).all('welcome')).toMatchObject([{ role: 'viewer' }])
  })

  test('[RV5] is in force while the store fails, says that it is not kept, and is kept once the store works', async () => {
    const store = new FailingStore()
    world = new AdminWorld(store)
    const ada = await world.enter(world.mint('ada', 'editor'))
    store.isFailing = true
    expect(await world.change('ada', undefined)).toEqual({ is: 'unkept', sockets: 1 })
    await world.clock.pass(100)
    expect(ada.closed).toBe('forbidden')
    world.control.sweep()
    await world.clock.pass(1_000)
    store.isFailing = false
    expect(await store.loadOverrides()).toEqual([])
    world.control.sweep()
    await world.clock.pass(100)
    expect(await store.loadOverrides()).toMatchObject([{ user: 'ada', role: undefined }])
  })

  test('[RV5] that was said before and failed does not come back over what was said since', async () => {
    const store = new FailingStore()
    world = new AdminWorld(store)
    store.isFailing = true
    const inFlight = world.change('bob', undefined)
    await world.change('ada', undefined)
    store.isFailing = false
    await world.change('bob', 'viewer')
    await world.change('ada', 'viewer')
    await inFlight
    world.control.sweep()
    await world.clock.pass(100)
    expect(await store.loadOverrides()).toMatchObject([
      { user: 'bob', role: 'viewer' },
      { user: 'ada', role: 'viewer' },
    ])
  })

  test('[RV6] is refused beyond its bound, but for users of whom something was said before', async () => {
    world = new AdminWorld(undefined, 2)
    expect(await world.change('ada', 'viewer')).toMatchObject({ is: 'kept' })
    expect(await world.change('__proto__', 'viewer')).toMatchObject({ is: 'kept' })
    expect(await world.change('eve', undefined)).toEqual({ is: 'full' })
    expect(await world.change('ada', undefined)).toMatchObject({ is: 'kept' })
    expect(world.overrides.size).toBe(2)
  })

  test('[RV6] is forgotten, here and by the store, once no token of before can be valid', async () => {
    const store = new MemoryStore()
    world = new AdminWorld(store, 2, 60_000)
    const old = world.mint('ada', 'editor')
    await world.change('ada', 'viewer')
    await world.clock.pass(59_000)
    world.control.sweep()
    expect(world.overrides.size).toBe(1)
    await world.clock.pass(62_000)
    world.control.sweep()
    expect(world.overrides.size).toBe(0)
    expect(await store.loadOverrides()).toEqual([])
    expect((await world.enter(old)).all('welcome')).toMatchObject([{ role: 'editor' }])
  })

  test('[RV7] is listed with who is there, by user and role', async () => {
    const token = world.mint('ada', 'editor')
    await world.enter(token)
    await world.enter(token, secondSession)
    await world.enter(token, { session: new Uint8Array(16), role: 'viewer' })
    await world.change('eve', undefined)
    expect(world.control.look('board')).toMatchObject({
      members: [
        { user: 'ada', role: 'editor', sockets: 2 },
        { user: 'ada', role: 'viewer', sockets: 1 },
      ],
      overrides: [{ user: 'eve', role: undefined }],
      isCut: false,
    })
    expect(world.control.look('__proto__')).toEqual({ members: [], overrides: [], isCut: false })
    expect(world.reports).toEqual(['"root" made "eve" nobody in room "board"'])
  })
})

class FailingStore extends MemoryStore {
  isFailing = false

  override async putOverride(...[override]: Parameters<MemoryStore['putOverride']>): Promise<void> {
    if (this.isFailing) throw new Error('disk full')
    await super.putOverride(override)
  }
}
