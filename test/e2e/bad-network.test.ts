import { randomBytes } from 'node:crypto'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { typescript } from '../../loadtest/driver/node-process.ts'
import { peakRssMiB } from '../../loadtest/driver/process-sample.ts'
import { RunningProcess } from '../../loadtest/driver/running-process.ts'
import { CoplaneProcess } from '../support/coplane-process.ts'
import { JoinedRooms } from '../support/joined-rooms.ts'
import { until } from '../support/until.ts'

const main = new URL('../../loadtest/bad-network/main.ts', import.meta.url)
const rooms = new JoinedRooms()
const ends: (() => unknown)[] = []

afterEach(async () => {
  rooms.closeAll()
  for (const end of ends.splice(0)) await end()
})

async function startServer(): Promise<CoplaneProcess> {
  const server = await CoplaneProcess.start({ COPLANE_STORE: 'memory' })
  ends.push(() => server.stop())
  return server
}

async function startNetwork(options: object): Promise<{ port: number; process: RunningProcess }> {
  const network = new RunningProcess(process.execPath, typescript(main, JSON.stringify(options)))
  ends.push(() => {
    network.terminate()
    return network.exitCode
  })
  const line = await network.line(/^listening on \d+$/, 20_000)
  return { port: Number(/\d+$/.exec(line)?.[0]), process: network }
}

test('[LT-BN10] members behind a bad network converge, without a gap and without a new socket', async () => {
  const server = await startServer()
  const network = await startNetwork({
    target: server.port,
    loss: 0.05,
    stallShare: 1,
    stallFromMs: 1_500,
    stallToMs: 2_500,
    stallMs: 1_000,
  })
  const far = `ws://127.0.0.1:${network.port}/v1/rooms/far`
  const members = await Promise.all([1, 2, 3, 4].map(() => rooms.join(far)))
  const near = await rooms.join(server.room('far'))
  const startMs = performance.now()
  let written = 0
  while (performance.now() - startMs < 4_000) {
    near.nodes.create({ id: `n${written++}`, type: 'service' })
    members[written % 4]!.nodes.create({ id: `n${written++}`, type: 'service' })
    await until('a moment passed', () => performance.now() - startMs > written * 10)
  }
  await until('everybody has everything', () =>
    [near, ...members].every((room) => room.nodes.size === written),
  )
  expect(members.map((room) => room.stats().gaps)).toEqual([0, 0, 0, 0])
  expect(await server.metric('coplane_client_connections_accepted_total')).toBe(5)

  network.process.terminate()
  const line = await network.process.line(/^\{/, 5_000)
  const report = JSON.parse(line) as Record<string, number>
  expect(report).toMatchObject({ connections: 4, stalled: 4 })
  expect(report['lostSegments']).toBeGreaterThan(0)
})

test('[LT-BN11] who does not read is not read for, and in the end has every byte in its order', async () => {
  const total = 64 * 1024 * 1024
  const block = randomBytes(1024 * 1024)
  const source = createServer((socket) => {
    ends.push(() => socket.destroy())
    // Cut off only where the test fails before its end.
    socket.on('error', () => socket.destroy())
    writer = socket
    let left = total / block.length
    const write = (): void => {
      while (left > 0 && socket.write(block)) left--
      if (left > 0) left--
    }
    socket.on('drain', write)
    write()
  })
  let writer: Socket | undefined
  await new Promise<void>((resolve) => source.listen(0, '127.0.0.1', resolve))
  ends.push(() => source.close())
  const { port } = source.address() as AddressInfo
  const network = await startNetwork({
    target: port,
    leastDelayMs: 1,
    mostDelayMs: 2,
    jitterMs: 1,
    loss: 0,
    stallShare: 0,
  })

  const reader = connect({ port: network.port, host: '127.0.0.1' }).pause()
  ends.push(() => reader.destroy())
  let [seenBytes, seenMs] = [0, 0]
  await until('nobody takes any more', () => {
    const { bytesWritten = 0, writableLength = 0 } = writer ?? {}
    const takenBytes = bytesWritten - writableLength
    if (takenBytes !== seenBytes) [seenBytes, seenMs] = [takenBytes, performance.now()]
    return takenBytes > 0 && performance.now() - seenMs > 500
  })
  expect(seenBytes).toBeLessThan(total)
  expect(peakRssMiB(network.process.pid)).toBeLessThan(200)

  let received = 0
  let isInOrder = true
  reader.on('data', (bytes: Buffer) => {
    for (let at = 0; at < bytes.length;) {
      const from = received % block.length
      const length = Math.min(bytes.length - at, block.length - from)
      if (!bytes.subarray(at, at + length).equals(block.subarray(from, from + length))) isInOrder = false
      at += length
      received += length
    }
  })
  reader.resume()
  await until('everything has arrived', () => received === total, 60_000)
  expect(isInOrder).toBe(true)
  network.process.terminate()
  expect(
    (JSON.parse(await network.process.line(/^\{/, 5_000)) as Record<string, number>)['pauses'],
  ).toBeGreaterThan(0)
})

test('[LT-BN12] an option that means nothing is one sentence and an exit', async () => {
  const network = new RunningProcess(process.execPath, typescript(main, '{"target":1,"dealy":3}'))
  await expect(network.line(/^listening/, 20_000)).rejects.toThrow('bad network: there is no option dealy')
})
