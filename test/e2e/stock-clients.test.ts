import { isDeepStrictEqual } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import WebSocket from 'ws'
import type { Room } from '../../client-sdk/dist/index.js'
import { CoplaneProcess } from '../support/coplane-process.ts'
import { openStockClient, type StockClient } from '../support/stock-client.ts'
import { JoinedRooms } from '../support/joined-rooms.ts'
import { until } from '../support/until.ts'

let server: CoplaneProcess
const clients: StockClient[] = []
const rooms = new JoinedRooms()

beforeAll(async () => {
  server = await CoplaneProcess.start({ COPLANE_STORE: 'memory' })
})
afterAll(() => server.stop())
afterEach(() => {
  for (const { provider } of clients.splice(0)) provider.destroy()
  rooms.closeAll()
})

async function stock(room: string, doc?: Y.Doc): Promise<StockClient> {
  const client = openStockClient(server.yjs, room, doc)
  clients.push(client)
  await until('stock client synced', () => client.provider.synced)
  return client
}

function sdk(name: string, profile = {}): Promise<Room> {
  return rooms.join(server.room(name), profile)
}

function statesOf({ provider }: StockClient): Map<number, unknown> {
  return new Map(provider.awareness.getStates())
}

test('[YW1] two stock clients and an SDK client converge under concurrent edits', async () => {
  const room = await sdk('converge')
  const first = await stock('converge')
  const second = await stock('converge')
  for (let round = 0; round < 50; round++) {
    room.nodes.create({ id: `sdk${round}`, type: 'service', x: round })
    for (const { doc } of [first, second]) {
      const nodes = doc.getMap<Y.Map<unknown>>('nodes')
      doc.transact(() => {
        const node = new Y.Map<unknown>([
          ['t', 'queue'],
          ['pl', ['', round, doc.clientID % 1000]],
          ['sz', [10, 10]],
        ])
        nodes.set(`${doc.clientID}-${round}`, node)
        for (const other of nodes.values()) other.set('d:round', round)
      })
    }
    if (round % 10 === 9) room.nodes.remove(`sdk${round - 5}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
  // As values: the order of a map's keys is the order in which they came.
  const hasAll = ({ doc }: StockClient): boolean =>
    isDeepStrictEqual(doc.getMap('nodes').toJSON(), room.doc.getMap('nodes').toJSON())
  await until('all three are equal', () => room.sync.state === 'saved' && hasAll(first) && hasAll(second))
  expect(room.nodes.size).toBe(145)
  expect(room.nodes.get(`${first.doc.clientID}-0`)).toMatchObject({ type: 'queue', w: 10 })
})

test('[YW2] any Yjs document is carried: roots and keys that the canvas does not know are stored and synced unchanged', async () => {
  const first = await stock('any')
  first.doc.getText('prose').insert(0, 'héllo')
  first.doc.getArray('list').push([1, { deep: [true, null] }, new Uint8Array([1, 2, 3])])
  first.doc.getMap('nodes').set('not-a-node', 'a string where a map should be')
  const xml = first.doc.getXmlFragment('xml')
  xml.insert(0, [new Y.XmlText('text')])
  const second = await stock('any')
  const roots = (doc: Y.Doc): unknown => [
    doc.getText('prose').toJSON(),
    doc.getArray('list').toJSON(),
    doc.getMap('nodes').toJSON(),
    doc.getXmlFragment('xml').toJSON(),
  ]
  await until(
    'the second has it all',
    () => JSON.stringify(roots(second.doc)) === JSON.stringify(roots(first.doc)),
  )
  const room = await sdk('any')
  expect([...room.nodes.all()]).toEqual([])
  expect(room.doc.getText('prose').toJSON()).toBe('héllo')
})

test('[YW3] stock clients see each other and SDK members, and the other way round', async () => {
  const ada = await sdk('aware', { name: 'Ada', color: '#f00' })
  const first = await stock('aware')
  const second = await stock('aware')
  first.provider.awareness.setLocalState({
    user: { name: 'First' },
    cursor: { x: 3, y: 4 },
    selection: ['n1'],
  })
  ada.cursor.set([10, 20])
  await until('the second sees both', () => statesOf(second).size === 3)
  await until(
    'and what the first set',
    () => JSON.stringify(statesOf(second).get(first.doc.clientID)) !== '{}',
  )
  expect(statesOf(second).get(first.doc.clientID)).toEqual({
    user: { name: 'First' },
    cursor: { x: 3, y: 4 },
    selection: ['n1'],
  })
  await until(
    'with the cursor',
    () => JSON.stringify(statesOf(second).get(ada.doc.clientID))?.includes('20') ?? false,
  )
  expect(statesOf(second).get(ada.doc.clientID)).toEqual({
    user: { name: 'Ada', color: '#f00' },
    cursor: { x: 10, y: 20 },
  })
  await until('Ada sees the first', () =>
    [...ada.others.all()].some(({ profile, cursor }) => profile.name === 'First' && cursor?.[0] === 3),
  )
  first.provider.destroy()
  await until(
    'the first is gone everywhere',
    () => !statesOf(second).has(first.doc.clientID) && ada.others.size === 1,
  )
  expect(statesOf(second).has(ada.doc.clientID)).toBe(true)
})

test('[YW4] an idle newcomer is seen at once, and so is one whose connection broke', async () => {
  const watcher = await stock('lifecycle')
  const idle = await stock('lifecycle')
  await until('the newcomer is seen', () => statesOf(watcher).has(idle.doc.clientID))
  for (let drop = 0; drop < 2; drop++) {
    const socket = idle.provider.ws as unknown as WebSocket
    socket.terminate()
    await until('the dropped one is gone', () => !statesOf(watcher).has(idle.doc.clientID), 5_000)
    await until('and back', () => statesOf(watcher).has(idle.doc.clientID), 5_000)
  }
})

test('[YW5] one cursor move among twenty clients is published once, whatever they echo', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => stock('echo')))
  await until('everybody sees everybody', () => all.every((client) => statesOf(client).size === 20))
  const before = (await server.metric('coplane_frames_published_total'))!
  all[0]!.provider.awareness.setLocalStateField('cursor', { x: 1, y: 2 })
  await until('seen by all', () =>
    all.every(
      (client) => JSON.stringify(statesOf(client).get(all[0]!.doc.clientID))?.includes('cursor') ?? false,
    ),
  )
  // Every client has sent its echo by the time that it answers a further message.
  all[1]!.doc.getMap('meta').set('after', 1)
  await until('a later edit is seen', () => all.every(({ doc }) => doc.getMap('meta').get('after') === 1))
  const published = (await server.metric('coplane_frames_published_total'))! - before
  expect(published).toBeLessThanOrEqual(3)
})

test('[YW6] offline edits come up on reconnect', async () => {
  const first = await stock('offline')
  const second = await stock('offline')
  first.provider.disconnect()
  first.doc.getMap('meta').set('offline', 'yes')
  second.doc.getMap('meta').set('meanwhile', 'too')
  first.provider.connect()
  await until(
    'both have both',
    () =>
      second.doc.getMap('meta').get('offline') === 'yes' &&
      first.doc.getMap('meta').get('meanwhile') === 'too',
  )
})

test('[YW7] room names with slashes and spaces, as the provider sends them, are the same room as the SDK names', async () => {
  const client = await stock('my team/a b')
  client.doc.getMap('meta').set('name', 'here')
  const room = await sdk('my team/a b')
  await until('the SDK client has it', () => room.meta.get('name') === 'here')
})

describe('[YW8] a bad message of a stock client ends its socket only', () => {
  test.each([
    ['text', 'hello', 4400],
    ['an unknown type', Uint8Array.of(99), 4400],
    ['a truncated message', Uint8Array.of(0, 0, 200), 4400],
    ['awareness that is no JSON', Uint8Array.of(1, 5, 1, 7, 1, 1, 123), 4400],
    ['a malformed update', Uint8Array.of(0, 2, 3, 255, 255, 255), 4422],
  ])('%s', async (_, frame, expected) => {
    const neighbour = await stock('bad')
    const socket = new WebSocket(`${server.yjs}/bad`)
    const closed = new Promise<number>((resolve) => socket.on('close', resolve))
    socket.on('open', () => socket.send(frame))
    expect(await closed).toBe(expected)
    expect(neighbour.sockets()).toBe(1)
    expect(neighbour.provider.wsconnected).toBe(true)
  })
})

test('[YW9] a stock client alone in a room stays on one connection for 70 s of silence', async () => {
  const client = await stock('alone')
  // Without presence it sends nothing by itself, which is the harder case.
  client.provider.awareness.setLocalState(null)
  const sinceMs = performance.now()
  await until('70 s have passed', () => performance.now() - sinceMs > 70_000 || client.sockets() > 1, 80_000)
  expect(client.sockets()).toBe(1)
  expect(client.provider.wsconnected).toBe(true)
}, 90_000)
