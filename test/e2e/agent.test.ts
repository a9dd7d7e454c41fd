import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Other, Room, RoomEvent } from '../../client-sdk/dist/index.js'
import { CoplaneProcess } from '../support/coplane-process.ts'
import { freePort } from '../../loadtest/driver/free-port.ts'
import { JoinedRooms } from '../support/joined-rooms.ts'
import { RunningProcess } from '../../loadtest/driver/running-process.ts'
import { until } from '../support/until.ts'

const main = join(import.meta.dirname, '../../client-sdk/examples/agent/src/main.ts')
const services = ['database', 'queue', 'api', 'worker', 'web']
const steps = services.flatMap((service) => [
  { service, state: 'running' },
  { service, state: 'done' },
])

let server: CoplaneProcess
const rooms = new JoinedRooms()
const agents: RunningProcess[] = []

beforeAll(async () => {
  server = await CoplaneProcess.start({ COPLANE_STORE: 'memory' })
})
afterAll(() => server.stop())
afterEach(async () => {
  rooms.closeAll()
  for (const agent of agents.splice(0)) {
    agent.terminate()
    await agent.exitCode
  }
})

function startAgent(room: string, ...options: string[]): RunningProcess {
  const agent = new RunningProcess(process.execPath, ['--import', 'tsx', main, ...options, server.room(room)])
  agents.push(agent)
  return agent
}

/** What a member of the room sees of everybody else, from now on. */
class Watch {
  readonly events: RoomEvent[] = []
  readonly sightings: Other[] = []
  readonly room: Room

  constructor(room: Room) {
    this.room = room
    room.events.subscribe((event) => this.events.push(event))
    room.others.subscribe(() => this.sightings.push(...room.others.all()))
  }

  /** States of the deployment's services, by name. */
  get states(): Record<string, unknown> {
    return Object.fromEntries(
      [...this.room.nodes.all()].flatMap(({ type, data }): [string, unknown][] =>
        type === 'service' ? [[String(data['label']), data['state']]] : [],
      ),
    )
  }
}

test('[AG1] an agent is seen like anybody: who it is, where it points, what it does, and its events in order', async () => {
  const room = await rooms.join(server.room('deploy'), { name: 'Ada' })
  room.nodes.create({ type: 'note', x: 100, y: 40, w: 200, h: 100 })
  await until('saved', () => room.sync.state === 'saved')
  const watch = new Watch(room)
  const agent = startAgent('deploy', '--step-ms', '200')
  expect(await agent.exitCode).toBe(0)
  expect(agent.output).toMatch(
    /joining deploy\n[^]*joined: 1 nodes, 1 others\n[^]*web: done\n[^]*everything is saved\n$/,
  )

  await until('all events', () => watch.events.at(-1)?.type === 'deploy.finished')
  expect(watch.events.map(({ type }) => type)).toEqual([
    'deploy.started',
    ...steps.map(() => 'deploy.step'),
    'deploy.finished',
  ])
  expect(watch.events.slice(1, -1).map(({ payload }) => payload)).toEqual(steps)
  expect(watch.states).toEqual(Object.fromEntries(services.map((name) => [name, 'done'])))

  const drawn = [...room.nodes.all()].filter(({ type }) => type === 'service')
  for (const { x } of drawn) expect(x).toBeGreaterThanOrEqual(300)
  expect(new Set(drawn.map(({ x, y }) => `${x} ${y}`)).size).toBe(services.length)
  expect([...room.edges.all()]).toHaveLength(5)

  expect(watch.sightings[0]!.profile).toEqual({ name: 'Deploy agent', color: '#7c3aed', kind: 'agent' })
  const [{ clientId }] = watch.sightings as [Other]
  const points = watch.sightings.filter((other) => other.clientId === clientId && other.cursor)
  expect(new Set(points.map(({ cursor }) => cursor!.join())).size).toBeGreaterThan(5)
  const selected = new Set(watch.sightings.flatMap(({ selection }) => selection))
  expect([...selected].every((id) => room.nodes.get(id)?.type === 'service')).toBe(true)
  expect(selected.size).toBeGreaterThan(0)
})

test('[AG2] when it ends nothing of it is left but nodes', async () => {
  const room = await rooms.join(server.room('leaves'))
  expect(await startAgent('leaves', '--step-ms', '10').exitCode).toBe(0)
  await until('alone', () => room.others.size === 0)
  expect([[...room.others.all()], [...room.cursors.sample(performance.now())]]).toEqual([[], []])
  const late = await rooms.join(server.room('leaves'))
  expect(late.nodes.size).toBe(services.length)
  expect(late.others.size).toBe(1)
})

test('[AG3] an interrupt cancels what is not done, saves it and leaves', async () => {
  const watch = new Watch(await rooms.join(server.room('interrupted')))
  const agent = startAgent('interrupted', '--step-ms', '60000')
  await until('its cursor', () => watch.sightings.some(({ cursor }) => cursor !== undefined))
  agent.signal('SIGINT')
  expect(await agent.exitCode).toBe(0)
  await until('told', () => watch.events.at(-1)?.type === 'deploy.cancelled')
  expect(watch.states).toEqual(Object.fromEntries(services.map((name) => [name, 'cancelled'])))
  await until('alone', () => watch.room.others.size === 0)
})

test('[AG4] a deployment that is run again under its name publishes no event twice, and leaves out what was deleted', async () => {
  const watch = new Watch(await rooms.join(server.room('again')))
  const stop = watch.room.subscribe(({ nodes }) => {
    const isQueue = (id: string): boolean => watch.room.nodes.get(id)?.data['label'] === 'queue'
    watch.room.nodes.remove(nodes.added.filter(isQueue))
  })
  const first = startAgent('again', '--step-ms', '400', '--id', 'release-7')
  expect(await first.exitCode).toBe(0)
  expect(first.output).toContain('queue: its node was deleted, so it is left out')
  stop()
  const told = watch.events.map(({ payload }) => payload)
  expect(await startAgent('again', '--step-ms', '10', '--id', 'release-7').exitCode).toBe(0)
  await until('the second one is done', () => watch.events.length === told.length + 2)
  expect(watch.events.slice(told.length).map(({ payload }) => payload)).toEqual(
    steps.filter(({ service }) => service === 'queue'),
  )
})

test('[AG3] an interrupt ends it also while it waits for a server', async () => {
  const url = `ws://127.0.0.1:${await freePort()}/v1/rooms/nowhere`
  const agent = new RunningProcess(process.execPath, ['--import', 'tsx', main, url])
  agents.push(agent)
  await agent.line(/joining nowhere/, 15_000)
  agent.signal('SIGINT')
  expect(await agent.exitCode).toBe(0)
  expect(agent.output).toMatch(/cancelled before it could join\n$/)
})

test('[AG5] a wrong command line says how it is meant', async () => {
  const agent = new RunningProcess(process.execPath, ['--import', 'tsx', main])
  expect(await agent.exitCode).toBe(1)
  expect(agent.output).toMatch(/^usage: npm run example:agent/)
})
