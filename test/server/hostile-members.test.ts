import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { FrameType } from '@coplane/client/protocol/frame-type'
import {
  decodeYMessages,
  encodeAwareness,
  encodeSyncStep1,
  encodeSyncUpdate,
} from '../../server/src/dialect/y-message.ts'
import type { Audience } from '../../server/src/room/audience.ts'
import { secondSession, update } from '../protocol/raw-client.ts'
import { RawWorld } from '../protocol/raw-world.ts'
import { contents, craftUpdate, type, types } from '../support/crafted-update.ts'
import { RawAuthor } from '../support/raw-author.ts'
import { RefusingRoom } from '../support/refusing-room.ts'

const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`

test('[VA6] a presence that is nested deeper than others can compare is malformed', () => {
  const state = (levels: number): Uint8Array =>
    encodeAwareness([{ clientId: 7, clock: 1, state: `{"user":${nested(levels)}}` }])
  expect(decodeYMessages(state(99))).toHaveLength(1)
  expect(decodeYMessages(state(100))).toBeUndefined()
  // As deep as the longest state that anybody is shown can be; longer ones are nobody's to read.
  expect(decodeYMessages(state(8_000))).toBeUndefined()
})

test('[VA7] a profile that JSON has no words for is shown to stock clients as none, and the tick goes on', async () => {
  const world = new RawWorld()
  const honest = await world.join()
  const stock = world.server.acceptStock('board')
  const states: string[] = []
  stock.onmessage = ({ data }) => {
    for (const message of decodeYMessages(new Uint8Array(data as ArrayBuffer)) ?? [])
      if (message.is === 'awareness') states.push(...message.entries.map(({ state }) => state))
  }
  stock.send(Uint8Array.from(encodeSyncStep1(Uint8Array.of(0))))
  await world.clock.pass(100)
  const stranger = await world.join(secondSession)
  const author = new RawAuthor(1)
  author.node('a', ['', 1, 1])
  honest.take()
  const [bytes] = author.take()
  honest.say(update(1, bytes!))
  const profile = Uint8Array.of(0xcf, 255, 255, 255, 255, 255, 255, 255, 255)
  await world.say(stranger, { type: FrameType.profile, profile })
  expect(states.at(-1)).toBe('{"user":{}}')
  expect(honest.all('ack').map(({ batch }) => batch)).toContain(1)
})

test('[VA8] a text in the place of a node is carried, and no repair stumbles over it', () => {
  const room = new RefusingRoom()
  const author = new RawAuthor(1)
  author.nodes.set('n', new Y.Text('a'))
  room.tick(author.take())
  author.nodes.set('l', new Y.Array())
  ;(author.nodes.get('n') as Y.Text).setAttribute('pl', ['', 1, 1])
  room.tick(author.take())
  expect(author.take()).toEqual([])
  const inRoot = { content: contents.type, parent: 'nodes', key: 'pl', write: type(types.xmlFragment) }
  expect(room.tick([craftUpdate([{ client: 9, clock: 0, structs: [inRoot] }])])).toEqual([])
})

test('[VA9] names that every object has are names like any other: of rooms, nodes, keys, roots and presence', async () => {
  const world = new RawWorld()
  for (const name of ['__proto__', 'constructor', 'hasOwnProperty', 'toString']) {
    const client = await world.join({}, name)
    const stock = world.server.acceptStock(name)
    const state = `{"user":{"${name}":{"polluted":1}},"${name}":1}`
    stock.send(Uint8Array.from(encodeAwareness([{ clientId: 7, clock: 1, state }])))
    const author = new RawAuthor(1)
    author.node(name, ['', 1, 1], 'a1', {
      [`d:${name}`]: [JSON.parse(`{"${name}":{"polluted":1}}`)],
    })
    author.edge(name, name, name)
    author.doc.getMap(name).set(name, 1)
    const edits = author.take()
    for (const [batch, bytes] of edits.entries()) client.say(update(batch + 1, bytes))
    stock.send(Uint8Array.from(encodeSyncUpdate(edits[0]!)))
    await world.clock.pass(400)
    expect(client.closed).toBeUndefined()
    expect(client.all('ack').at(-1)?.batch).toBe(edits.length)
    expect(
      [...world.server.rooms.live()].some((room) => room.name === name && room.document.hasNode(name)),
    ).toBe(true)
  }
  expect(world.server.reports).toEqual([])
  expect('polluted' in {}).toBe(false)
})

test('[VA10] a tick that one dialect cannot be told is told to the others, and stored', async () => {
  const world = new RawWorld()
  const client = await world.join()
  const [room] = [...world.server.rooms.live()]
  const audience: Audience = {
    size: 1,
    lagging: 0,
    frames: 0,
    isPending: false,
    publish: () => {
      throw new Error('a planted fault')
    },
    publishLive: () => ({ sends: 0, owes: false }),
    sweep: () => undefined,
  }
  const broken = room!.audience({ createAudience: () => audience })
  expect(broken).toBe(audience)
  const author = new RawAuthor(1)
  author.node('a', ['', 1, 1])
  for (const [batch, bytes] of author.take().entries()) client.say(update(batch + 1, bytes))
  await world.clock.pass(400)
  expect(client.all('tick').filter((tick) => tick.update)).toHaveLength(1)
  expect(client.all('ack').at(-1)?.durableSeq).toBe(room!.seq)
  expect(world.server.reports).toContain('a tick could not be published in one dialect')
})
