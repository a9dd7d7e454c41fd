import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FaultProxy } from '../stress/fault-proxy/fault-proxy.ts'
import { FaultTally } from '../stress/fault-proxy/fault-tally.ts'
import { until } from '../support/until.ts'

/** One end of a connection, with everything that arrived there. */
class End {
  received = Buffer.alloc(0)
  hasEnded = false
  error: string | undefined
  readonly socket: Socket

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (bytes: Buffer) => (this.received = Buffer.concat([this.received, bytes])))
    socket.on('end', () => (this.hasEnded = true))
    socket.on('error', (error: NodeJS.ErrnoException) => (this.error = error.code))
  }
}

let server: Server
let proxy: FaultProxy
let tally: FaultTally
let accepted: End[]
const clients: End[] = []

beforeEach(async () => {
  accepted = []
  tally = new FaultTally()
  server = createServer({ allowHalfOpen: true }, (socket) => accepted.push(new End(socket)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  proxy = await FaultProxy.start((server.address() as AddressInfo).port, tally)
})

afterEach(async () => {
  for (const { socket } of [...clients.splice(0), ...accepted]) socket.destroy()
  await proxy.stop()
  server.close()
})

async function open(): Promise<{ near: End; far: End }> {
  const near = new End(connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true }))
  clients.push(near)
  await until('the far end is there', () => accepted.length === clients.length)
  return { near, far: accepted.at(-1)! }
}

test('[STP1] without a fault bytes arrive as they were sent, both ways, and ends are told', async () => {
  const { near, far } = await open()
  const bytes = Buffer.alloc(1_000_000, 'coplane')
  near.socket.end(bytes)
  await until('all is there', () => far.hasEnded)
  expect(far.received.equals(bytes)).toBe(true)
  far.socket.end('back')
  await until('the answer is there', () => near.hasEnded)
  expect(near.received.toString()).toBe('back')
  expect(tally.total).toBe(0)
})

test('[STP2] a cut lets exactly so many bytes through', async () => {
  const { near, far } = await open()
  proxy.newest.down.cutAfter(1_234)
  far.socket.write(Buffer.alloc(5_000, 1))
  await until('the near end sees the end', () => near.hasEnded)
  expect(near.received.length).toBe(1_234)
  await until('the far end too', () => far.hasEnded)
  expect(tally.toJSON()).toEqual({ cut: 1 })
})

test('[STP3] a black hole takes everything, and nobody is told', async () => {
  const { near, far } = await open()
  proxy.newest.blackhole()
  await new Promise((resolve) => near.socket.write('lost', resolve))
  const other = await open()
  other.near.socket.write('not lost')
  await until('another connection is not concerned', () => other.far.received.length === 8)
  expect([far.received.length, near.hasEnded, far.hasEnded, near.error]).toEqual([0, false, false, undefined])
})

test('[STP4] a half-close ends one direction, and the other goes on', async () => {
  const { near, far } = await open()
  near.socket.write('before')
  await until('it is there', () => far.received.length === 6)
  proxy.newest.up.halfClose()
  near.socket.write('after')
  await until('the far end sees the end', () => far.hasEnded)
  far.socket.write('still heard')
  await until('the near end hears', () => near.received.length === 11)
  expect(far.received.toString()).toBe('before')
})

test('[STP5] what is corrupted is the one byte at that position', async () => {
  const { near, far } = await open()
  near.socket.write('abc')
  await until('it is there', () => far.received.length === 3)
  proxy.newest.up.corruptAfter(4, 1)
  near.socket.write(Buffer.from([10, 11, 12]))
  near.socket.write(Buffer.from([20, 20, 20]))
  await until('all is there', () => far.received.length === 9)
  expect([...far.received.subarray(3)]).toEqual([10, 11, 12, 20, 21, 20])
  expect(tally.toJSON()).toEqual({ corrupt: 1 })
})

test('[STP6] what is paused arrives whole and in order once it may', async () => {
  const { near, far } = await open()
  const { down } = proxy.newest
  down.pause()
  const bytes = Buffer.from(Uint8Array.from({ length: 2_000_000 }, (_, index) => index % 251))
  far.socket.write(bytes)
  const other = await open()
  other.near.socket.write('x')
  await until('another connection is not concerned', () => other.far.received.length === 1)
  expect(near.received.length).toBe(0)
  down.resume()
  await until('all is there', () => near.received.length === bytes.length)
  expect(near.received.equals(bytes)).toBe(true)
})

test('[STP7] delay and throttle take their time and keep the order', async () => {
  const { near, far } = await open()
  const startMs = performance.now()
  proxy.newest.down.delay(80)
  far.socket.write('late')
  await until('it is there', () => near.received.length === 4)
  expect(performance.now() - startMs).toBeGreaterThanOrEqual(79)
  proxy.newest.down.throttle(100_000)
  const throttledMs = performance.now()
  far.socket.write(Buffer.alloc(20_000, 7))
  await until('all is there', () => near.received.length === 20_004)
  expect(performance.now() - throttledMs).toBeGreaterThanOrEqual(199)
})

test('[STP8] a reset is seen as one at both ends; a refused connection too', async () => {
  const { near, far } = await open()
  proxy.newest.reset()
  await until('both see it', () => near.error !== undefined && far.error !== undefined)
  expect([near.error, far.error]).toEqual(['ECONNRESET', 'ECONNRESET'])
  proxy.target = undefined
  const refused = new End(connect(proxy.port, '127.0.0.1'))
  clients.push(refused)
  await until('it is refused', () => refused.error !== undefined || refused.hasEnded)
  expect([refused.received.length, tally.toJSON()]).toEqual([0, { reset: 1, refuse: 1 }])
})
