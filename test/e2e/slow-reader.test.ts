import type { Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type WebSocket from 'ws'
import type { Room } from '../../client-sdk/dist/index.js'
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
