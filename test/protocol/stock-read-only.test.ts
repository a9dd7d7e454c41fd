import { beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Role } from '@coplane/client/protocol/role'
import { closeNameOf, type CloseName } from '@coplane/client/protocol/close-codes'
import {
  decodeYMessages,
  encodeAwareness,
  encodeSyncStep2,
  encodeSyncUpdate,
} from '../../server/src/dialect/y-message.ts'
import type { SimLink } from '../support/sim/sim-link.ts'
import { AdminWorld } from './admin-world.ts'
import { Author } from './author.ts'
import { update } from './raw-client.ts'

/** A stock client without any logic, with a document of what it is sent. */
class StockReader {
  readonly doc = new Y.Doc()
  /** The reasons of PermissionDenied. */
  readonly denied: string[] = []
  awareness = 0
  closed: CloseName | undefined
  private readonly link: SimLink

  constructor(link: SimLink) {
    this.link = link
    link.onmessage = ({ data }) => this.receive(new Uint8Array(data as ArrayBuffer))
    link.onclose = ({ code }) => {
      this.closed = closeNameOf(code)
    }
  }

  send(bytes: Uint8Array): void {
    this.link.send(bytes.slice())
  }

  private receive(bytes: Uint8Array): void {
    if (bytes[0] === 2) {
      // PermissionDenied, and the reason behind its length.
      expect([bytes[1], bytes[2]]).toEqual([0, bytes.length - 3])
      this.denied.push(new TextDecoder().decode(bytes.subarray(3)))
      return
    }
    for (const message of decodeYMessages(bytes) ?? [])
      if (message.is === 'update') Y.applyUpdate(this.doc, message.update)
      else if (message.is === 'awareness') this.awareness += message.entries.length
  }
}

let world: AdminWorld
beforeEach(() => {
  world = new AdminWorld()
})

async function enter(user: string, role: Role): Promise<StockReader> {
  const reader = new StockReader(world.server.acceptStock('board', world.mint(user, role)))
  await world.clock.pass(300)
  return reader
}

async function send(reader: StockReader, ...messages: Uint8Array[]): Promise<void> {
  for (const message of messages) reader.send(message)
  await world.clock.pass(300)
}

function titleOf(doc: Y.Doc): unknown {
  return doc.getMap('meta').get('title')
}

/** An update that sets the title. */
function titled(title: string): Uint8Array {
  const doc = new Y.Doc()
  doc.getMap('meta').set('title', title)
  return Y.encodeStateAsUpdate(doc)
}

test.for(['viewer', 'commenter'] as const)(
  '[YR1] a stock %s’s updates are refused and counted; it is told once, stays, and goes on receiving',
  async (role) => {
    const eve = await enter('eve', role)
    const ada = await enter('ada', 'editor')
    await send(eve, encodeSyncStep2(titled('eve’s')), encodeSyncUpdate(titled('again')))
    expect(eve.denied).toEqual([`a ${role} may not send an update`])
    expect(world.server.counters.stockUpdatesRefused).toBe(2)
    expect(titleOf(ada.doc)).toBeUndefined()
    await send(ada, encodeSyncUpdate(titled('ada’s')))
    expect(titleOf(eve.doc)).toBe('ada’s')
    expect(eve.closed).toBeUndefined()
  },
)

test('[YR2] a stock viewer has presence', async () => {
  const eve = await enter('eve', 'viewer')
  const ada = await enter('ada', 'editor')
  await send(eve, encodeAwareness([{ clientId: 7, clock: 1, state: '{"user":{"name":"Eve"}}' }]))
  expect(ada.awareness).toBe(1)
  expect(eve.denied).toEqual([])
})

test('[YR3] an answer with nothing but what the room has, deletions included, is no offence', async () => {
  const ada = await enter('ada', 'editor')
  const doc = new Y.Doc()
  for (const title of ['one', 'two']) doc.getMap('meta').set(title, title)
  doc.getMap('meta').delete('one')
  await send(ada, encodeSyncUpdate(Y.encodeStateAsUpdate(doc)))
  const eve = await enter('eve', 'viewer')
  await send(eve, encodeSyncStep2(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(doc))))
  await send(await enter('eve', 'viewer'), encodeSyncStep2(Y.encodeStateAsUpdate(doc)))
  expect(eve.denied).toEqual([])
  expect(world.server.counters.stockUpdatesRefused).toBe(0)
  // One deletion more than the room has.
  doc.getMap('meta').delete('two')
  const bob = await enter('bob', 'viewer')
  await send(bob, encodeSyncStep2(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(doc))))
  expect(bob.denied).toHaveLength(1)
  expect(ada.doc.getMap('meta').get('two')).toBe('two')
})

test('[YR4] an admin’s word holds for stock sockets within the call, too', async () => {
  const eve = await enter('eve', 'editor')
  await send(eve, encodeSyncUpdate(titled('first')))
  eve.send(encodeSyncUpdate(titled('second')))
  expect(await world.change('eve', 'viewer')).toMatchObject({ sockets: 1 })
  await world.clock.pass(300)
  expect(eve.denied).toHaveLength(1)
  const [member] = world.server.rooms.find('board')!.roster.all()
  expect(member).toMatchObject({ user: 'eve', role: 'viewer' })
  await world.change('eve', 'editor')
  await world.change('eve', 'viewer')
  await send(eve, encodeSyncUpdate(titled('third')))
  expect(eve.denied).toHaveLength(2)
  await world.change('eve', undefined)
  await world.clock.pass(300)
  expect(eve.closed).toBe('forbidden')
})

test('[YR5] a stock viewer and a native editor are in one room: the edits of one reach the other', async () => {
  const eve = await enter('eve', 'viewer')
  const ada = await world.enter(world.mint('ada', 'editor'))
  await world.say(ada, update(1, new Author(1).write('a')))
  expect(eve.doc.share.size).toBeGreaterThan(0)
  expect(Y.encodeStateVector(eve.doc).length).toBeGreaterThan(1)
})
