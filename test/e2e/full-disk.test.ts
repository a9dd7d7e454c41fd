import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Room } from '../../client-sdk/dist/index.js'
import { CoplaneProcess } from '../support/coplane-process.ts'
import { JoinedRooms } from '../support/joined-rooms.ts'
import { describeUnless } from '../support/requirement.ts'
import { SmallDisk } from '../support/small-disk.ts'
import { until } from '../support/until.ts'

describeUnless(SmallDisk.obstacle(), 'a server whose disk is full', () => {
  test('[FD2] edits go on in memory and nothing is called saved, readiness says why, and all is stored once there is space', async () => {
    const disk = new SmallDisk(4)
    onTestFinished(() => disk.remove())
    const env = { COPLANE_DATA_DIR: join(disk.path, 'data') }
    let server = await CoplaneProcess.start(env)
    onTestFinished(() => server.kill())
    const rooms = new JoinedRooms()
    onTestFinished(() => rooms.closeAll())
    const [ada, bob] = [await rooms.join(server.room('r')), await rooms.join(server.room('r'))]
    ada.nodes.create({ id: 'before', type: 'service' })
    await until('saved', () => ada.sync.state === 'saved')
    disk.fill()

    // What the log's file still has room for is stored; after that nothing is.
    let count = 0
    const edit = (room: Room): void =>
      void room.nodes.create({ id: `n${count++}`, type: 'service', data: { text } })
    await until('the store fails', async () => {
      edit(ada)
      return (await readiness(server)).status === 503
    })
    expect((await readiness(server)).text).toContain(
      'the store fails: database or disk is full (SQLITE_FULL)',
    )
    expect((await fetch(`${server.http}/healthz`)).status, 'it is alive').toBe(200)
    const { durable } = ada.sync
    for (let index = 0; index < 20; index++) edit(index % 2 === 0 ? ada : bob)
    await until('both see all', () => [ada, bob].every(({ nodes }) => nodes.size === count + 1))
    const late = await rooms.join(server.room('r'))
    expect(late.nodes.size).toBe(count + 1)
    expect(ada.sync).toMatchObject({ state: 'saving', durable })
    expect(bob.sync).toMatchObject({ state: 'saving', durable: 0, unsaved: 10 })
    expect(await server.metric('coplane_store_failures_total')).toBeGreaterThan(0)

    disk.free()
    await until('all is saved', () => [ada, bob].every(({ sync }) => sync.state === 'saved'), 30_000)
    await until('it is ready', async () => (await readiness(server)).status === 200)
    await server.kill()
    rooms.closeAll()
    server = await CoplaneProcess.start(env)
    const reader = await rooms.join(server.room('r'))
    expect(reader.nodes.size).toBe(count + 1)
  })

  test('[FD3] a server that is killed while its disk is full has all that was called saved, and comes up on the full disk', async () => {
    const disk = new SmallDisk(4)
    onTestFinished(() => disk.remove())
    const env = { COPLANE_DATA_DIR: join(disk.path, 'data') }
    let server = await CoplaneProcess.start(env)
    onTestFinished(() => server.kill())
    const rooms = new JoinedRooms()
    onTestFinished(() => rooms.closeAll())
    const ada = await rooms.join(server.room('r'))
    disk.fill(200_000)
    let count = 0
    await until('the store fails', async () => {
      ada.nodes.create({ id: `n${count++}`, type: 'service', data: { text } })
      return (await readiness(server)).status === 503
    })
    const { durable } = ada.sync
    expect(durable).toBeGreaterThan(0)
    await server.kill()
    ada.close()
    server = await CoplaneProcess.start(env)
    const reader = await rooms.join(server.room('r'))
    for (let index = 0; index < durable; index++) expect(reader.nodes.has(`n${index}`)).toBe(true)
  })
})

const text = 'x'.repeat(2_000)

async function readiness(server: CoplaneProcess): Promise<{ status: number; text: string }> {
  const response = await fetch(`${server.http}/readyz`)
  return { status: response.status, text: await response.text() }
}
