import { request } from 'node:http'
import { connect as connectTcp } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect, openRoom, type Room } from '../../client-sdk/dist/index.js'
import { mintToken } from '../../server/dist/token.js'
import { CoplaneProcess, temporaryDirectory } from '../support/coplane-process.ts'
import { JoinedRooms } from '../support/joined-rooms.ts'
import { openStockClient } from '../support/stock-client.ts'
import { until } from '../support/until.ts'

const secret = 'a secret of more than thirty-two bytes, for tests'
const data = temporaryDirectory()
let server: CoplaneProcess
const rooms = new JoinedRooms()

beforeEach(async () => {
  server = await start()
})
afterEach(async () => {
  rooms.closeAll()
  await server.stop()
  data.remove()
})

function start(): Promise<CoplaneProcess> {
  return CoplaneProcess.start({ COPLANE_DATA_DIR: data.path, COPLANE_AUTH_SECRET: secret })
}

type Role = 'viewer' | 'commenter' | 'editor' | 'admin'

/** @param agoS when it was made; a minute ago unless it is to be newer than what was said since. */
function mint(user: string, role: Role, agoS = 60): Promise<string> {
  const issuedAt = new Date(Date.now() - agoS * 1_000)
  return mintToken({ secret, user, rooms: { '*': role }, expiresIn: '1h', issuedAt })
}

async function join(token: string | (() => Promise<string>), name = 'board'): Promise<Room> {
  return rooms.add(await connect(server.room(name), { token }))
}

interface Answer {
  readonly status: number
  readonly body: Record<string, unknown>
}

async function call(method: string, path: string, token: string | undefined, body?: string): Promise<Answer> {
  const response = await fetch(`${server.http}/v1/rooms/${path}`, {
    method,
    ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
    ...(body !== undefined && { body }),
  })
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(response.headers.get('access-control-allow-origin')).toBeNull()
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

function give(user: string, role: string, token: string): Promise<Answer> {
  return call('PUT', `board/access/${encodeURIComponent(user)}`, token, JSON.stringify({ role }))
}

test('[AR1] an admin sees who is in a room, with their roles and sockets', async () => {
  const admin = await mint('root', 'admin')
  await join(await mint('ada', 'editor'))
  await join(await mint('ada', 'editor'))
  await join(await mint('bob', 'viewer'))
  await join(await mint('eve', 'viewer'), 'other')
  expect(await call('GET', 'board/members', admin)).toEqual({
    status: 200,
    body: {
      room: 'board',
      members: [
        { user: 'ada', role: 'editor', sockets: 2 },
        { user: 'bob', role: 'viewer', sockets: 1 },
      ],
      overrides: [],
      isCut: false,
    },
  })
  expect((await call('GET', 'nobody%20here/members', admin)).body).toMatchObject({ members: [] })
})

test('[AR2] a role that is changed is changed at once for an open page, which goes on without a reload', async () => {
  const admin = await mint('root', 'admin')
  const ada = await join(await mint('ada', 'editor'))
  const bob = await join(await mint('bob', 'editor'))
  ada.nodes.create({ id: 'n', type: 'service' })
  await until('bob has it', () => bob.nodes.has('n'))
  expect(await give('ada', 'viewer', admin)).toEqual({
    status: 200,
    body: { room: 'board', user: 'ada', role: 'viewer', sockets: 1 },
  })
  await until('ada knows', () => ada.role === 'viewer')
  expect(ada.nodes.update('n', { x: 8 })).toBe(false)
  expect(ada.status).toBe('connected')
  await give('ada', 'editor', admin)
  await until('ada knows', () => ada.role === 'editor')
  expect(ada.nodes.update('n', { x: 12 })).toBe(true)
  await until('bob sees it', () => bob.nodes.get('n')?.x === 12)
})

test('[AR3] a revoked user is sent away, and stays out after a restart, until a newer token lets it in', async () => {
  const admin = await mint('root', 'admin')
  const old = await mint('ada', 'editor')
  const ada = await join(old)
  expect(await call('DELETE', 'board/access/ada', admin)).toMatchObject({ status: 200, body: { sockets: 1 } })
  await until('ada is away', () => ada.status === 'closed')
  await expect(connect(server.room('board'), { token: old })).rejects.toThrow('4403')
  await server.kill()
  server = await start()
  await expect(connect(server.room('board'), { token: old })).rejects.toThrow('4403')
  expect((await call('GET', 'board/members', admin)).body).toMatchObject({
    overrides: [{ user: 'ada', role: null }],
  })
  await join(await mint('ada', 'editor', -2))
})

test('[AR3] a page whose token is made by a function comes back by itself when its backend makes a newer one', async () => {
  const admin = await mint('root', 'admin')
  let agoS = 60
  const ada = await join(() => mint('ada', 'editor', agoS))
  agoS = -2
  await call('DELETE', 'board/access/ada', admin)
  await until('ada is away', () => ada.status !== 'connected')
  await until('ada is back', () => ada.status === 'connected')
  agoS = 60
  await call('DELETE', 'board/access/ada', admin)
  await until('ada gave up', () => ada.status === 'closed')
})

test('[AR4] whoever is no admin of that room is told why not, and changes nothing', async () => {
  const editor = await mint('eve', 'editor')
  const elsewhere = await mintToken({ secret, user: 'eve', rooms: { other: 'admin' }, expiresIn: '1h' })
  const eve = await join(editor)
  for (const [token, status, error] of [
    [undefined, 401, 'unauthorized'],
    ['nonsense', 401, 'unauthorized'],
    [editor, 403, 'forbidden'],
    [elsewhere, 403, 'forbidden'],
  ] as const) {
    expect(await call('GET', 'board/members', token)).toMatchObject({ status, body: { error } })
    expect(await call('DELETE', 'board/access/eve', token)).toMatchObject({ status, body: { error } })
    expect(await call('PUT', 'board/access/eve', token, '{"role":"admin"}')).toMatchObject({ status })
  }
  expect(eve.status).toBe('connected')
  // A revoked admin is none.
  const root = await mint('root', 'admin')
  const other = await mint('other', 'admin')
  await give('root', 'viewer', other)
  expect(await give('eve', 'admin', root)).toMatchObject({ status: 403 })
})

test('[AR5] bad names and bodies are refused by name; the server goes on', async () => {
  const admin = await mint('root', 'admin')
  for (const body of [
    '',
    '{',
    '[]',
    '{"role":"owner"}',
    '{"role":"viewer","more":1}',
    '{"__proto__":{"role":"admin"}}',
  ])
    expect(await call('PUT', 'board/access/ada', admin, body)).toMatchObject({
      status: 400,
      body: { error: 'bad-body' },
    })
  expect(await call('PUT', 'board/access/ada', admin, 'x'.repeat(2_000))).toMatchObject({
    status: 413,
    body: { error: 'too-large' },
  })
  for (const path of [
    '%ff/members',
    'board/access/%ff',
    `board/access/${'x'.repeat(600)}`,
    'board/access/%00',
  ])
    expect(await call(path.endsWith('members') ? 'GET' : 'DELETE', path, admin)).toMatchObject({
      status: 400,
      body: { error: 'bad-name' },
    })
  for (const user of ['__proto__', 'constructor', 'a/b', 'é 🛰️'])
    expect(await give(user, 'viewer', admin)).toMatchObject({ status: 200, body: { user } })
  expect((await call('GET', 'board/members', admin)).body['overrides']).toHaveLength(4)
})

test('[AR6] callers that leave in the middle of a call harm nobody', async () => {
  const admin = await mint('root', 'admin')
  for (let round = 0; round < 20; round++) {
    const leaving = request(`${server.http}/v1/rooms/board/access/ada`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${admin}`, 'content-length': '500' },
    })
    leaving.on('error', () => undefined)
    leaving.write('{"role":')
    await new Promise((resolve) => setImmediate(resolve))
    leaving.destroy()
    const socket = connectTcp(server.port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(
      `GET /v1/rooms/board/members HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${admin}\r\n\r\n`,
      () => socket.destroy(),
    )
  }
  expect(await call('GET', 'board/members', admin)).toMatchObject({ status: 200 })
})

test('[AR7] a server that asks for no token has no such calls, and its sockets may still be named like them', async () => {
  const open = await CoplaneProcess.start({ COPLANE_STORE: 'memory' })
  try {
    expect((await fetch(`${open.http}/v1/rooms/board/members`)).status).toBe(404)
    const put = await fetch(`${open.http}/v1/rooms/board/access/ada`, { method: 'PUT', body: '{}' })
    expect(put.status).toBe(405)
  } finally {
    await open.stop()
  }
  const token = await mint('ada', 'editor')
  const room = rooms.add(openRoom(`ws://127.0.0.1:${server.port}/v1/rooms/board/members`, { token }))
  await room.ready
  expect(room.name).toBe('board/members')
})

test('[AR8] a stock client brings its token in its parameters, and a newer one when it comes back', async () => {
  const admin = await mint('root', 'admin')
  const old = await mint('ada', 'editor')
  const client = openStockClient(server.yjs, 'board', undefined, { token: old })
  try {
    await until('it is in', () => client.provider.synced)
    await call('DELETE', 'board/access/ada', admin)
    await until('it is sent away', () => !client.provider.wsconnected)
    client.provider.params = { token: await mint('ada', 'viewer', -2) }
    await until('it is back', () => client.provider.wsconnected && client.provider.synced)
    expect((await call('GET', 'board/members', admin)).body).toMatchObject({
      members: [{ user: 'ada', role: 'viewer', sockets: 1 }],
    })
    client.doc.getMap('meta').set('title', 'refused')
    await until(
      'it is counted',
      async () => (await server.metric('coplane_stock_updates_refused_total')) === 1,
    )
    const room = await join(await mint('bob', 'editor'))
    room.nodes.create({ id: 'n', type: 'service' })
    await until('it goes on receiving', () => client.doc.getMap('nodes').has('n'))
    expect(room.meta.get('title')).toBeUndefined()
  } finally {
    client.provider.destroy()
  }
})
