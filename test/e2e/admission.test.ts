import { afterEach, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { connect } from '../../client-sdk/dist/index.js'
import { closeCodes } from '../../client-sdk/dist/protocol/close-codes.js'
import { subprotocol } from '../../client-sdk/dist/protocol/version.js'
import { CoplaneProcess } from '../support/coplane-process.ts'
import { proxyHeader, RawHttp, upgradeRequest } from '../support/raw-http.ts'
import { until } from '../support/until.ts'

const servers: CoplaneProcess[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
})

async function start(env: Record<string, string> = {}): Promise<CoplaneProcess> {
  const server = await CoplaneProcess.start({ COPLANE_STORE: 'memory', ...env })
  servers.push(server)
  return server
}

/** Whether a socket that says so was refused as too many; it stays open otherwise. */
async function isRefused(
  server: CoplaneProcess,
  lines: readonly string[],
  before: Uint8Array = new Uint8Array(0),
): Promise<boolean> {
  const request = upgradeRequest('/v1/rooms/r', subprotocol, lines)
  // In one piece: the transport understands a PROXY header only together with the request behind it.
  const client = new RawHttp(server.port).send(Buffer.concat([before, Buffer.from(request)]))
  await until('the upgrade', () => client.text.includes('\r\n\r\n'))
  expect(client.text).toMatch(/^HTTP\/1.1 101 /)
  // A refused socket is closed at once; a welcome one is asked for a sign of life by nobody within that time.
  const refused = until('the close', () => client.text.includes('too-many')).then(() => true)
  return Promise.race([refused, answered(server).then(() => client.text.includes('too-many'))])
}

/** Whatever was accepted before this has been dealt with. */
async function answered(server: CoplaneProcess): Promise<void> {
  await fetch(`${server.http}/healthz`)
  await fetch(`${server.http}/healthz`)
}

const limits = { COPLANE_MAX_ADDRESS_SOCKETS: '2' }
const xff = (value: string): string => `X-Forwarded-For: ${value}`

describe('[AD10] the address of a socket', () => {
  test('is what trusted proxies say, over all lines, from the right', async () => {
    const server = await start({ ...limits, COPLANE_TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8' })
    expect(await isRefused(server, [xff('203.0.113.9')])).toBe(false)
    expect(await isRefused(server, [xff('1.1.1.1, 203.0.113.9, 10.0.0.7')])).toBe(false)
    // What the sender claims stands on the left, and perhaps in a line of its own.
    expect(await isRefused(server, [xff('2.2.2.2'), xff('203.0.113.9')])).toBe(true)
    expect(await isRefused(server, [xff('2.2.2.2, 203.0.113.9')])).toBe(true)
    expect(await isRefused(server, [xff('203.0.113.10')])).toBe(false)
    expect(await isRefused(server, [], proxyHeader([203, 0, 113, 10]))).toBe(false)
    expect(await isRefused(server, [], proxyHeader([203, 0, 113, 10]))).toBe(true)
    expect(await server.metric('coplane_limited_total{limit="address-sockets"}')).toBe(3)
  })

  test('is the peer’s where nobody is trusted, whatever it claims', async () => {
    const server = await start(limits)
    for (let count = 0; count < 4; count++) {
      expect(await isRefused(server, [xff('203.0.113.9')])).toBe(false)
      expect(await isRefused(server, [], proxyHeader([203, 0, 113, 9]))).toBe(false)
    }
  })
})

test('[AD11] a socket that floods is closed with a code, its neighbour edits on', async () => {
  const server = await start({ COPLANE_MAX_SOCKET_MESSAGES: '100' })
  const neighbour = await connect(server.room('r'))
  const flood = new WebSocket(server.room('r'), subprotocol)
  const code = new Promise((resolve) => flood.on('close', resolve))
  flood.on('open', () => {
    for (let count = 0; count < 300; count++) flood.send(Uint8Array.of(6, 1, 0, 0, 0))
  })
  expect(await code).toBe(closeCodes['rate-limited'].code)
  neighbour.meta.set('still', 'here')
  await until('the neighbour is saved', () => neighbour.sync.state === 'saved')
  neighbour.close()
})

test('[AD12] an import of 10,000 nodes, at once and one by one, is no flood by the defaults', async () => {
  const server = await start()
  const room = await connect(server.room('r'))
  room.batch(() => {
    for (let index = 0; index < 10_000; index++)
      room.nodes.create({ id: `a${index}`, type: 'note', x: index })
  })
  for (let index = 0; index < 10_000; index++) {
    room.nodes.create({ id: `b${index}`, type: 'note', x: index })
    if (index % 50 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  await until('all of it is saved', () => room.sync.state === 'saved')
  expect(room.status).toBe('connected')
  const reader = await connect(server.room('r'))
  expect(reader.nodes.size).toBe(20_000)
  expect(await server.metric('coplane_client_disconnects_total{code="rate-limited"}')).toBeUndefined()
  room.close()
  reader.close()
})

describe('[AD13] before a request is whole', () => {
  const partial = 'GET /v1/rooms/r HTTP/1.1\r\nHost: a\r\n'

  test('a connection has ten seconds, whether it is silent or dribbles, and others are served meanwhile', async () => {
    const server = await start()
    const silent = new RawHttp(server.port)
    const slow = new RawHttp(server.port).send(partial)
    const dribble = setInterval(() => slow.send('x: y\r\n'), 500)
    expect((await fetch(`${server.http}/healthz`)).status).toBe(200)
    for (const lastedMs of await Promise.all([silent.ended, slow.ended])) {
      expect(lastedMs).toBeGreaterThan(4_000)
      expect(lastedMs).toBeLessThan(20_000)
    }
    clearInterval(dribble)
    expect(silent.text + slow.text).toBe('')
  })

  test('its head has a bound, beyond which it is answered and cut', async () => {
    const server = await start()
    const client = new RawHttp(server.port).send(partial)
    await answered(server)
    client.send(`x: ${'y'.repeat(5_000)}`)
    await client.ended
    expect(client.text).toMatch(/^HTTP\/1.1 431 /)
  })
})

describe('[AD14] health and metrics on a port of their own', () => {
  test('are there and not on the public one, which still has the page', async () => {
    const server = await start({ COPLANE_INTERNAL_PORT: '0' })
    const internal = /Health and metrics on (http:\/\/127\.0\.0\.1:\d+)\n/.exec(server.process.output)![1]!
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      expect((await fetch(internal + path)).status).toBe(200)
      expect((await fetch(server.http + path)).status).toBe(404)
    }
    expect((await fetch(`${internal}/`)).status).toBe(404)
    expect((await fetch(`${server.http}/`)).status).toBe(200)
  })

  test('whose port is taken, refuse to start by one sentence', async () => {
    const server = await start()
    await expect(start({ COPLANE_INTERNAL_PORT: String(server.port) })).rejects.toThrow(
      `cannot listen on 127.0.0.1:${server.port}`,
    )
  })
})

test('[AD15] the page says what it may load and who may frame it', async () => {
  const byDefault = await fetch((await start()).http)
  expect(byDefault.headers.get('content-security-policy')).toMatch(
    /^default-src 'self'; .*; frame-ancestors 'self'$/,
  )
  expect(byDefault.headers.get('x-content-type-options')).toBe('nosniff')
  const server = await start({ COPLANE_FRAME_ANCESTORS: 'https://intranet.example https://wiki.example' })
  expect((await fetch(server.http)).headers.get('content-security-policy')).toMatch(
    / frame-ancestors https:\/\/intranet.example https:\/\/wiki.example$/,
  )
})
