import type { Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import WebSocket from 'ws'
import type { Room } from '../../client-sdk/dist/index.js'
import { encodeHello } from '../../client-sdk/dist/protocol/hello.js'
import { subprotocol } from '../../client-sdk/dist/protocol/version.js'
import { CoplaneProcess } from '../support/coplane-process.ts'
import { openStockClient } from '../support/stock-client.ts'
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

function join(name: string): Promise<Room> {
  return rooms.join(server.room(name))
}

const hello = encodeHello({
  role: 'editor',
  clientId: 7,
  epoch: 0,
  eventSeq: 0,
  session: new Uint8Array(16),
  stateVector: Uint8Array.of(0),
  profile: new Uint8Array(0),
})

let written = 0

async function write(room: Room, nodes: number, bytesEach: number): Promise<void> {
  for (let left = nodes; left > 0; left--) {
    room.nodes.create({
      id: `n${written++}`,
      type: 'service',
      data: { text: String(left).padEnd(bytesEach, 'x') },
    })
    await until('sent', () => room.sync.unsaved < 40)
  }
}

/** The kernel takes up to tens of megabytes (net.ipv4.tcp_rmem) before the server sees any backpressure. */
async function writeUntilLagging(room: Room, bytesEach: number): Promise<void> {
  const chunk = Math.ceil(1_000_000 / bytesEach)
  for (let megabytes = 0; megabytes < 100; megabytes++) {
    await write(room, chunk, bytesEach)
    if ((await server.metric('coplane_slow_consumers')) === 1) return
  }
  throw new Error('100 MB did not fill the socket')
}

test.each([
  ['large frames, 100 KB each', 100_000],
  ['small frames, 8 KB each', 8_000],
])('[SL1] a reader that stops is resynced in place and delays nobody: %s', async (_, bytesEach) => {
  const name = `slow-${bytesEach}`
  const writer = await join(name)
  const reader = await join(name)
  const slow = openStockClient(server.yjs, name)
  await until('the slow client synced', () => slow.provider.synced)
  const before = {
    resyncs: (await server.metric('coplane_resyncs_total'))!,
    lost: (await server.metric('coplane_frames_dropped_total{reason="limit"}'))!,
  }
  const tcp = (slow.provider.ws as unknown as WebSocket & { _socket: Socket })._socket
  tcp.pause()
  written = 0
  await writeUntilLagging(writer, bytesEach)
  await write(writer, 50, bytesEach)
  await until('the other reader has it all', () => reader.nodes.size === written)
  expect(await server.metric('coplane_slow_consumers')).toBe(1)
  tcp.resume()
  await until('the slow one has it all', () => slow.doc.getMap('nodes').size === written, 30_000)
  expect(slow.sockets()).toBe(1)
  expect(reader.stats().gaps).toBe(0)
  expect((await server.metric('coplane_resyncs_total'))! - before.resyncs).toBe(1)
  expect((await server.metric('coplane_frames_dropped_total{reason="limit"}'))! - before.lost).toBe(0)
  expect(await server.metric('coplane_slow_consumers')).toBe(0)
  expect(await server.metric('coplane_frames_dropped_total{reason="lag"}')).toBeGreaterThan(0)
  slow.provider.destroy()
})

test('[SL4] a socket that reads nothing, not even PINGs, is closed as slow-consumer within half a minute, and hears it when it reads again', async () => {
  const writer = await join('never')
  const other = await join('never')
  const socket = new WebSocket(server.room('never'), subprotocol)
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  await new Promise((resolve) => socket.once('open', resolve))
  socket.send(hello)
  await until('it is a member', () => other.others.size === 2)
  const tcp = (socket as unknown as { _socket: Socket })._socket
  tcp.pause()
  await writeUntilLagging(writer, 100_000)
  await until('it is no member', () => other.others.size === 1, 30_000)
  expect(await server.metric('coplane_client_disconnects_total{code="slow-consumer"}')).toBe(1)
  expect(await server.metric('coplane_frames_dropped_total{reason="limit"}')).toBe(0)
  tcp.resume()
  expect(await closed).toBe(4508)
})

test('[SL5] a socket that is silent with nothing waiting for it is asked, and cut without a word when it does not answer', async () => {
  const other = await join('dead')
  const dead = await join('dead')
  const quiet = new WebSocket(server.room('dead'), subprotocol)
  const codes: number[] = []
  quiet.on('close', (code) => codes.push(code))
  let pings = 0
  quiet.on('ping', () => pings++)
  await new Promise((resolve) => quiet.once('open', resolve))
  quiet.send(hello)
  await until('it is a member', () => other.others.size === 2)
  await until('it was asked twice and answered', () => pings === 2, 30_000)
  expect(codes).toEqual([])
  // From here on it answers nothing.
  const tcp = (quiet as unknown as { _socket: Socket })._socket
  tcp.pause()
  await until('it is no member', () => other.others.size === 1, 30_000)
  tcp.resume()
  await until('it is cut', () => codes.length === 1)
  expect(codes).toEqual([1006])
  expect(dead.status).toBe('connected')
})
