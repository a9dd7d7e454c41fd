import { beforeEach, describe, expect, test } from 'vitest'
import type { Access } from '../../server/src/room/access.ts'
import { secondSession, firstHello, type RawClient } from './raw-client.ts'
import { RawWorld } from './raw-world.ts'

let world: RawWorld
beforeEach(() => {
  world = new RawWorld()
})

const thirdSession = { session: firstHello.session.map((byte) => byte + 100), clientId: 3 }

function as(user: string | undefined): void {
  const access: Access = { user, role: 'editor', untilMs: Infinity }
  world.authority = { admit: () => access }
}

function open(...clients: readonly RawClient[]): boolean[] {
  return clients.map((client) => client.closed === undefined && client.all('welcome').length === 1)
}

describe('a server that holds as much as it may', () => {
  test('[W60] closes who wants another room with server-full', async () => {
    world.server.quotas.rooms = 1
    const first = await world.join({}, 'one')
    const other = await world.join(secondSession, 'two')
    const same = await world.join(thirdSession, 'one')
    expect(other.closed).toBe('server-full')
    expect(open(first, same)).toEqual([true, true])
  })

  test('[W60] closes who comes to a full room with room-full; the same session keeps its place', async () => {
    world.server.quotas.sessionsPerRoom = 2
    const first = await world.join()
    const second = await world.join(secondSession)
    const third = await world.join(thirdSession)
    expect(third.closed).toBe('room-full')
    expect(open(first, second)).toEqual([true, true])
    const again = await world.join()
    expect(first.closed).toBe('replaced')
    expect(open(again)).toEqual([true])
  })

  test('[W60] closes one user too many sessions with too-many, and no other user', async () => {
    world.server.quotas.sessionsPerUser = 1
    as('ada')
    const ada = await world.join()
    const adaAgain = await world.join(secondSession, 'elsewhere')
    as('bob')
    const bob = await world.join(secondSession)
    as(undefined)
    const [one, two] = [await world.join(thirdSession), await world.join(thirdSession, 'elsewhere')]
    expect(adaAgain.closed).toBe('too-many')
    expect(open(ada, bob, one, two)).toEqual([true, true, true, true])
  })
})
