import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import WebSocket from 'ws'
import { openRoom, RoomClosedError, type Room, type RoomEvent } from '../../client-sdk/dist/index.js'
import { encodeHello } from '../../client-sdk/dist/protocol/hello.js'
import { subprotocol } from '../../client-sdk/dist/protocol/version.js'
import { CoplaneProcess } from '../support/coplane-process.ts'
import { JoinedRooms } from '../support/joined-rooms.ts'
import { until } from '../support/until.ts'

let server: CoplaneProcess
const rooms = new JoinedRooms()

beforeAll(async () => {
  server = await CoplaneProcess.start({ COPLANE_STORE: 'memory' })
})
afterAll(() => server.stop())
afterEach(() => {
  rooms.closeAll()
})

function join(name: string, profile = {}): Promise<Room> {
  return rooms.join(server.room(name), profile)
}

test('[SD1] the ten lines of the README work', async () => {
  const room = await join('readme', { name: 'Ada', color: '#30bced' })
  const other = await join('readme')
  const changes: unknown[] = []
  other.subscribe(({ nodes }) => changes.push(nodes))
  const id = room.nodes.create({ type: 'service', x: 40, y: 80, w: 120, h: 48, data: { label: 'api' } })
  room.nodes.update(id, { x: 60 })
  await until('the other sees it', () => other.nodes.get(id)?.x === 60)
  room.cursor.set([120, 64])
  await until('and the cursor', () => [...other.others.all()][0]?.cursor?.[0] === 120)
  expect([...other.others.all()][0]!.profile).toEqual({ name: 'Ada', color: '#30bced' })
  room.batch(() => room.nodes.remove([id]))
  await until('gone', () => !other.nodes.has(id))
  await until('saved', () => room.sync.state === 'saved')
  expect(room.sync).toMatchObject({ state: 'saved', unsaved: 0, pendingOps: 0, atRisk: 0 })
  await until('told', () => changes.length >= 2)
})

test('[SD2] events arrive in one order at everybody, once, and a key is published once', async () => {
  const members = await Promise.all(Array.from({ length: 5 }, () => join('events')))
  const heard = members.map((member) => {
    const events: RoomEvent[] = []
    member.events.subscribe((event) => events.push(event))
    return events
  })
  await Promise.all(
    members.flatMap((member, index) =>
      Array.from({ length: 40 }, (_, n) => member.events.send('n', [index, n])),
    ),
  )
  const first = await members[0]!.events.send('once', 1, { idempotencyKey: 'deploy-17' })
  const again = await members[1]!.events.send('once', 2, { idempotencyKey: 'deploy-17' })
  expect(again).toEqual(first)
  await until('all heard', () => heard.every((events) => events.length === 201))
  for (const events of heard) {
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 201 }, (_, index) => index + 1))
    expect(events).toEqual(heard[0])
    for (let author = 0; author < 5; author++) {
      const own = events.filter(({ type, payload }) => type === 'n' && (payload as number[])[0] === author)
      expect(own.map(({ payload }) => (payload as number[])[1])).toEqual(
        Array.from({ length: 40 }, (_, n) => n),
      )
    }
  }
})

test('[SD3] a room is usable before it is connected, and a closed one says so', async () => {
  const room = openRoom(server.room('early'), { profile: { name: 'Eve' } })
  rooms.add(room)
  const id = room.nodes.create({ type: 'note' })
  expect([room.status, room.sync]).toEqual([
    'connecting',
    { state: 'offline', unsaved: 1, pendingOps: 1, durable: 0, atRisk: 1 },
  ])
  await room.ready
  await until('saved', () => room.sync.state === 'saved')
  expect((await join('early')).nodes.has(id)).toBe(true)
  const waiting = room.events.send('never', 'answered')
  room.close()
  expect(room.status).toBe('closed')
  await expect(waiting).rejects.toThrow(RoomClosedError)
})

test('[SD4] a wrong address is told at once', () => {
  expect(() => openRoom('ftp://127.0.0.1/v1/rooms/x')).toThrow(/starts with ws: or wss:/)
  expect(() => openRoom('ws://127.0.0.1/other')).toThrow(/ends with \/v1\/rooms/)
  expect(() => openRoom(server.room('x'), { profile: { name: 'x'.repeat(2000) } })).toThrow(/1024 bytes/)
})

test('[SD5] two hundred members join at once: all see each other, and the document is encoded a few times only', async () => {
  const first = await join('storm')
  first.batch(() => {
    for (let index = 0; index < 1_000; index++)
      first.nodes.create({ id: `n${index}`, type: 'service', x: index })
  })
  await until('saved', () => first.sync.state === 'saved')
  const before = (await server.metric('coplane_snapshot_encodes_total'))!
  const members = await Promise.all(Array.from({ length: 200 }, () => join('storm')))
  await until('everybody sees everybody', () => members.every(({ others }) => others.size === 200))
  for (const member of members) expect(member.nodes.size).toBe(1_000)
  expect((await server.metric('coplane_snapshot_encodes_total'))! - before).toBeLessThanOrEqual(2)
})

test('[SD6] whoever lost the network is gone from the others within seconds', async () => {
  const room = await join('lost')
  // A machine whose network is gone neither says anything nor answers the transport's pings.
  const lost = new WebSocket(server.room('lost'), subprotocol, { autoPong: false })
  lost.on('open', () =>
    lost.send(
      encodeHello({
        role: 'editor',
        clientId: 5,
        epoch: 0,
        eventSeq: 0,
        session: new Uint8Array(16),
        stateVector: new Uint8Array(1),
        profile: new Uint8Array(0),
      }),
    ),
  )
  await until('it is here', () => room.others.size === 1)
  await until('it is gone', () => room.others.size === 0, 20_000)
  lost.terminate()
})
