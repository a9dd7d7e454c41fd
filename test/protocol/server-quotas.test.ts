import { beforeEach, describe, expect, test } from 'vitest'
import type { Access } from '../../server/src/room/access.ts'
import { FrameType } from '@coplane/client/protocol/frame-type'
import * as Y from 'yjs'
import { RawAuthor } from '../support/raw-author.ts'
import { Author, wordsOf } from './author.ts'
import { secondSession, firstHello, update, type RawClient } from './raw-client.ts'
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

describe('a document that holds as much as it may', () => {
  const noPlace = (batch: number) => ({ reason: 'full', refused: FrameType.update, ref: batch, subject: '' })

  test('[W67] refuses what would make it larger, whole and alone, and takes what deletes', async () => {
    world.server.quotas.documentBytes = 16 * 1024
    const client = await world.join()
    const author = new Author(1)
    await world.say(client, update(1, author.write('a'.repeat(10_000))))
    client.take()
    const other = new Author(2)
    await world.say(client, update(2, other.write('b'.repeat(10_000))))
    expect(client.all('error')).toMatchObject([noPlace(2)])
    expect(client.all('tick')).toEqual([])
    expect(client.all('ack')).toEqual([])
    const doc = new Y.Doc()
    const late = await world.join(secondSession)
    for (const { updates } of late.all('sync')) for (const bytes of updates) Y.applyUpdateV2(doc, bytes)
    const before = Y.encodeStateVector(doc)
    doc.getArray('words').delete(0)
    await world.say(client, update(3, Y.encodeStateAsUpdate(doc, before)))
    expect(client.all('ack').at(-1)).toMatchObject({ batch: 3 })
    await world.say(client, update(4, other.write('c')))
    expect(client.closed).toBeUndefined()
  })

  test('[W67] refuses what builds on edits that have not arrived when enough of those wait', async () => {
    world.server.quotas.pendingBytes = 64 * 1024
    const client = await world.join()
    const author = new Author(1)
    const missing = author.write('first')
    const builds = Array.from({ length: 4 }, (_, index) => author.write(`${index}`.repeat(30_000)))
    for (const [index, bytes] of builds.entries()) await world.say(client, update(index + 1, bytes))
    expect(client.all('error')).toMatchObject([noPlace(3), noPlace(4)])
    await world.say(client, update(5, missing))
    const late = await world.join(secondSession)
    expect(wordsOf(late.take()).map((word) => word[0])).toEqual(['f', '0', '1'])
  })

  test('[W68] takes out one node too many by its name, and keeps the rest of its batch', async () => {
    world.server.quotas.documentItems = 2
    const client = await world.join()
    const author = new RawAuthor(1)
    author.doc.transact(() => {
      for (const id of ['n1', 'n2', 'n3']) author.node(id, ['', 0, 0])
    })
    await world.say(client, update(1, author.take()[0]!))
    expect(client.all('error')).toMatchObject([{ reason: 'full', ref: 1, subject: 'nodes/n3' }])
    expect(client.all('ack').at(-1)).toMatchObject({ batch: 1 })
    const seen = new Y.Doc()
    for (const tick of client.all('tick')) if (tick.update) Y.applyUpdate(seen, tick.update)
    expect([...seen.getMap('nodes').keys()].sort()).toEqual(['n1', 'n2'])
  })
})

describe('a server that holds documents to canvases', () => {
  beforeEach(() => {
    world.server.quotas.shapes = 'refuse'
  })

  test('[W69] refuses what is no part of one, whole', async () => {
    const client = await world.join()
    await world.say(client, update(1, new Author(1).write('word')))
    expect(client.all('error')).toMatchObject([
      { reason: 'schema', refused: FrameType.update, ref: 1, subject: '' },
    ])
    expect(client.all('ack')).toEqual([])
    const late = await world.join(secondSession)
    expect(wordsOf(late.take())).toEqual([])
  })

  test('[W69] takes all of it from an admin', async () => {
    world.authority = { admit: () => ({ user: 'root', role: 'admin', untilMs: Infinity }) }
    const client = await world.join({ role: 'admin' })
    await world.say(client, update(1, new Author(1).write('word')))
    expect(client.all('error')).toEqual([])
    const late = await world.join(secondSession)
    expect(wordsOf(late.take())).toEqual(['word'])
  })

  test('[W67] refuses what was under way behind a refused batch, until that is taken back', async () => {
    const client = await world.join()
    const doc = new Y.Doc()
    doc.clientID = 1
    const author = new RawAuthor(1, doc)
    author.node('n1', ['', 0, 0])
    await world.say(client, update(1, author.take()[0]!))
    const before = Y.encodeStateVector(doc)
    doc.getText('t').insert(0, 'beside')
    author.set('n1', 'pl', ['', 40, 0])
    const [beside, move] = author.take()
    await world.say(client, update(2, beside!), update(3, move!))
    expect(client.all('error')).toMatchObject([{ ref: 2 }, { ref: 3 }])
    expect(world.server.counters.repairs.value, 'nothing of it was half applied').toBe(0)
    doc.getText('t').delete(0, 6)
    await world.say(client, update(4, Y.encodeStateAsUpdate(doc, before)))
    expect(client.all('ack').at(-1)).toMatchObject({ batch: 4 })
    const late = await world.join(secondSession)
    const seen = new Y.Doc()
    for (const { updates, encoding } of late.all('sync'))
      for (const bytes of updates) (encoding === 2 ? Y.applyUpdateV2 : Y.applyUpdate)(seen, bytes)
    expect(seen.getMap<Y.Map<unknown>>('nodes').get('n1')?.get('pl')).toEqual(['', 40, 0])
  })
})
