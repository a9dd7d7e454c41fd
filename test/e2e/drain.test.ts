import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import Database from 'better-sqlite3'
import { connect, type Room } from '../../client-sdk/dist/index.js'
import { freePort } from '../../loadtest/driver/free-port.ts'
import { CoplaneProcess, temporaryDirectory } from '../support/coplane-process.ts'
import { JoinedRooms } from '../support/joined-rooms.ts'
import { openStockClient } from '../support/stock-client.ts'
import { until } from '../support/until.ts'

const rooms = new JoinedRooms()
const directories: { remove(): void }[] = []
let server: CoplaneProcess | undefined

afterEach(async () => {
  rooms.closeAll()
  await server?.kill()
  server = undefined
  for (const each of directories.splice(0)) each.remove()
})

function directory(): string {
  const made = temporaryDirectory()
  directories.push(made)
  return made.path
}

/** What an answer says, or undefined where nothing listens. */
async function ask(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { headers: { connection: 'close' } })
    return `${response.status} ${(await response.text()).trim()}`
  } catch {
    // Refused: the listener is closed.
    return undefined
  }
}

/** Lets nobody else write until it is closed, as a program that repairs the database would. */
function lock(path: string): Database.Database {
  const database = new Database(path)
  database.exec('BEGIN IMMEDIATE')
  return database
}

test('[DN5] after SIGTERM readiness says no while new sockets are still served, and only then the port closes', async () => {
  server = await CoplaneProcess.start({ COPLANE_DATA_DIR: directory(), COPLANE_DRAIN_WAIT_MS: '3000' })
  const { http } = server
  const early = await rooms.join(server.room('r'))
  expect(await ask(`${http}/readyz`)).toBe('200 ready')
  const ended = server.stop()
  await until('readiness says no', async () => (await ask(`${http}/readyz`)) === '503 not ready: draining')
  // Joins and edits go on, and are stored, for as long as a load balancer may still send somebody.
  const late = await connectedReader(server)
  late.nodes.create({ id: 'late', type: 'service' })
  await until('the edit is with the other', () => early.nodes.has('late'))
  await until('the edit is saved', () => late.sync.state === 'saved')
  expect(await ask(`${http}/healthz`)).toBe('200 ok')
  await until('the port is closed', async () => (await ask(`${http}/readyz`)) === undefined)
  expect(await ended).toBe(0)
})

test('[DN6] a drain under load loses nothing that was taken, until the last socket, and the closes are spread', async () => {
  const env = {
    COPLANE_DATA_DIR: directory(),
    COPLANE_PORT: String(await freePort()),
    COPLANE_DRAIN_SPREAD_MS: '1500',
  }
  server = await CoplaneProcess.start(env)
  const members = await Promise.all(Array.from({ length: 60 }, () => rooms.join(server!.room('r'))))
  const stock = openStockClient(server.yjs, 'r')
  await until('the stock client synced', () => stock.provider.synced)
  let count = 0
  const writing = setInterval(() => {
    for (const member of members) member.nodes.create({ id: `n${count++}`, type: 'service' })
  }, 20)
  await until('something was written', () => count > 1_200)
  stock.doc.getMap('meta').set('name', 'written by a stock client')
  expect(await server.stop()).toBe(0)
  expect(server.process.output).toContain('drained')
  clearInterval(writing)
  // 61 sockets, five every 50 ms; by the server's own clock, which no busy client shortens.
  expect(loggedMs(server, 'drained') - loggedMs(server, 'SIGTERM: draining')).toBeGreaterThan(500)
  // What a member was told by others, and what of its own was acked, is in the store before anybody brings it back.
  const taken = members.map((member) => member.nodes.size - member.sync.pendingOps)
  server = await CoplaneProcess.start(env)
  const reader = await connectedReader(server)
  expect(reader.nodes.size).toBeGreaterThanOrEqual(Math.max(...taken))
  await until('all saved', () => members.every(({ sync }) => sync.state === 'saved'), 60_000)
  await until('the reader has all', () => reader.nodes.size === count)
  for (const member of members) expect(member.nodes.size).toBe(count)
  expect(reader.doc.getMap('meta').get('name')).toBe('written by a stock client')
  stock.provider.destroy()
})

test('[DN7] a second signal ends it at once', async () => {
  server = await CoplaneProcess.start({ COPLANE_STORE: 'memory', COPLANE_DRAIN_WAIT_MS: '15000' })
  server.process.terminate()
  await server.process.line(/SIGTERM: draining/, 10_000)
  const startMs = performance.now()
  server.process.terminate()
  expect(await server.process.exitCode).toBe(1)
  expect(performance.now() - startMs).toBeLessThan(5_000)
  expect(server.process.output).toContain('SIGTERM again: exiting at once')
})

test('[DN8] Ctrl-C does not wait for a load balancer', async () => {
  server = await CoplaneProcess.start({ COPLANE_STORE: 'memory', COPLANE_DRAIN_WAIT_MS: '15000' })
  const startMs = performance.now()
  server.process.signal('SIGINT')
  expect(await server.process.exitCode).toBe(0)
  expect(performance.now() - startMs).toBeLessThan(10_000)
})

test('[DN9] a store that fails to the end of the deadline: members are sent away, one line says what is not on disk, exit 1', async () => {
  const dataDir = directory()
  const env = {
    COPLANE_DATA_DIR: dataDir,
    COPLANE_PORT: String(await freePort()),
    COPLANE_DRAIN_DEADLINE_MS: '6000',
  }
  server = await CoplaneProcess.start(env)
  const room = await rooms.join(server.room('r'))
  const held = lock(join(dataDir, 'coplane.db'))
  room.nodes.create({ id: 'a', type: 'service' })
  await until(
    'the store fails',
    async () => (await ask(`${server!.http}/readyz`))?.startsWith('503') === true,
  )
  const code = await server.stop()
  expect(code, server.process.output).toBe(1)
  const lines = server.process.output.split('\n').filter((line) => /did not end within 6000 ms/.test(line))
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(
    /0 sockets are open and \d+ bytes of edits are not on disk, the store fails: database is locked/,
  )
  held.close()
  // The member still has what was never called saved.
  expect(room.sync.state).not.toBe('saved')
  server = await CoplaneProcess.start(env)
  await until('saved after all', () => room.sync.state === 'saved', 30_000)
  expect((await connectedReader(server)).nodes.has('a')).toBe(true)
})

/** When the server logged this. */
function loggedMs({ process }: CoplaneProcess, message: string): number {
  const line = process.output.split('\n').find((each) => each.includes(`"msg":"${message}"`)) ?? '{}'
  return Date.parse((JSON.parse(line) as { time: string }).time)
}

/** A member with what the server has, and nothing of its own. */
async function connectedReader(of: CoplaneProcess): Promise<Room> {
  return rooms.add(await connect(of.room('r')))
}
