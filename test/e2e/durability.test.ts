import { afterEach, expect, test } from 'vitest'
import { connect, type Room } from '../../client-sdk/dist/index.js'
import { CoplaneProcess, temporaryDirectory } from '../support/coplane-process.ts'
import { freePort } from '../../loadtest/driver/free-port.ts'
import { JoinedRooms } from '../support/joined-rooms.ts'
import { until } from '../support/until.ts'

const rooms = new JoinedRooms()
let server: CoplaneProcess | undefined

afterEach(async () => {
  rooms.closeAll()
  await server?.kill()
})

function join(name: string): Promise<Room> {
  return rooms.join(server!.room(name))
}

test('[DU1] SIGKILL at any moment: whatever was called saved is there, ten times over', async () => {
  const data = temporaryDirectory()
  const env = { COPLANE_DATA_DIR: data.path, COPLANE_PORT: String(await freePort()) }
  server = await CoplaneProcess.start(env)
  const saved = new Map<string, number>()
  let value = 0
  for (let round = 0; round < 10; round++) {
    const writer = await join('r')
    for (let edit = 0; edit < 20 + round * 7; edit++) {
      const id = `n${edit % 25}`
      value++
      if (!writer.nodes.update(id, { x: value })) writer.nodes.create({ id, type: 'service', x: value })
      if (edit % 5 === 4) await new Promise((resolve) => setImmediate(resolve))
    }
    await until('saved', () => writer.sync.state === 'saved')
    for (const node of writer.nodes.all()) saved.set(node.id, node.x)
    // More edits that nothing is promised about.
    for (let edit = 0; edit < 30; edit++) writer.nodes.update(`n${edit % 25}`, { x: ++value })
    await server.kill()
    server = await CoplaneProcess.start(env)
    const reader = await connect(server.room('r'))
    for (const [id, x] of saved) expect(reader.nodes.get(id)?.x).toBeGreaterThanOrEqual(x)
    reader.close()
    writer.close()
  }
  data.remove()
})

test('[DU2] SIGTERM under load: exit 0, the members come back, and nothing is lost', async () => {
  const data = temporaryDirectory()
  const env = { COPLANE_DATA_DIR: data.path, COPLANE_PORT: String(await freePort()) }
  server = await CoplaneProcess.start(env)
  const members = await Promise.all(Array.from({ length: 20 }, () => join('r')))
  let count = 0
  const writing = setInterval(() => {
    for (const member of members) member.nodes.create({ id: `n${count++}`, type: 'service' })
  }, 10)
  await until('something was saved', () => count > 400)
  expect(await server.stop()).toBe(0)
  expect(server.process.output).toContain('drained')
  server = await CoplaneProcess.start(env)
  clearInterval(writing)
  await until('all saved', () => members.every(({ sync }) => sync.state === 'saved'), 30_000)
  const reader = await join('r')
  expect(reader.nodes.size).toBe(count)
  for (const member of members) expect(member.nodes.size).toBe(count)
  data.remove()
})

test('[DU3] a graceful end and a restart keep every room, whatever its name', async () => {
  const data = temporaryDirectory()
  server = await CoplaneProcess.start({ COPLANE_DATA_DIR: data.path })
  const names = [
    'constructor',
    '__proto__',
    'a/b',
    'ünïcødé 画布 🎨',
    'x'.repeat(512),
    '%2e%2e',
    "'; drop table rooms; --",
  ]
  for (const name of names) {
    const room = await join(name)
    room.nodes.create({ id: name, type: name, data: { [name]: name } })
    await until('saved', () => room.sync.state === 'saved')
  }
  expect(await server.stop()).toBe(0)
  rooms.closeAll()
  server = await CoplaneProcess.start({ COPLANE_DATA_DIR: data.path })
  for (const name of names) {
    const room = await join(name)
    expect([...room.nodes.all()].map(({ id, type }) => [id, type])).toEqual([[name, name]])
    expect(Object.entries(room.nodes.get(name)!.data)).toEqual([[name, name]])
  }
  data.remove()
})
