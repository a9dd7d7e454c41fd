import { FrameType } from '@coplane/client/protocol/frame-type'
import type { Role } from '@coplane/client/protocol/role'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Reject } from '../../client-sdk/src/reject.ts'
import { emptyTick, type ScriptedServer } from './scripted-server.ts'
import { access, opened, passAlive } from './token-script.ts'

describe('a role', () => {
  test('[W56] HELLO asks for everything by default, and for no more than the application wants', async () => {
    for (const [asked, heard] of [
      [undefined, 'admin'],
      ['viewer', 'viewer'],
      ['commenter', 'commenter'],
    ] as const) {
      const server = await opened('t', asked)
      expect(server.room.role).toBe(asked ?? 'editor')
      server.socket.onopen?.()
      expect(server.socket.all('hello')).toMatchObject([{ role: heard }])
    }
  })

  test('[W59] follows ACCESS, and whoever listens to the status hears of it', async () => {
    const server = await opened('t')
    await server.welcome({ role: 'admin' })
    const heard: Role[] = []
    server.room.onStatus(() => heard.push(server.room.role))
    for (const role of ['commenter', 'editor'] as const) {
      access(server, role)
      await server.clock.pass(100)
    }
    expect(heard).toEqual(['commenter', 'editor'])
  })

  test('[W59] that falls ends the own gestures as rejected and refuses edits; when it rises again, editing works', async () => {
    const server = await opened('t')
    const rejects: Reject[] = []
    server.room.onReject((reject) => rejects.push(reject))
    await server.welcome()
    const { nodes } = server.room
    nodes.create({ id: 'n', type: 'service', x: 4 })
    await server.clock.pass(100)
    saved(server)
    const gesture = server.room.gesture(['n'])
    gesture.move({ n: [40, 0] })
    await server.clock.pass(100)
    access(server, 'viewer')
    expect(gesture.state).toBe('rejected')
    expect(nodes.update('n', { x: 8 })).toBe(false)
    expect(rejects.map(({ reason, nodes: ids }) => [reason, ids])).toEqual([
      ['forbidden', ['n']],
      ['forbidden', ['n']],
    ])
    await server.clock.pass(100)
    expect(nodes.get('n')).toMatchObject({ x: 4 })
    expect(server.socket.all('update')).toHaveLength(1)
    access(server, 'editor')
    nodes.update('n', { x: 12 })
    await server.clock.pass(100)
    expect(serverOf(server, [1, 2])).toEqual(server.room.doc.getMap('nodes').toJSON())
  })

  test('[W59] that falls takes back what was not sent, once what was is answered, and sends none of it when it rises again', async () => {
    const server = await opened('t')
    await server.welcome()
    const { nodes } = server.room
    nodes.create({ id: 'n', type: 'service', x: 4, data: { label: 'kept' } })
    await server.clock.pass(100)
    nodes.update('n', { x: 8 })
    // Within this turn, so that it has not left.
    access(server, 'viewer')
    expect(nodes.get('n')).toMatchObject({ x: 8 })
    saved(server)
    expect(nodes.get('n')).toMatchObject({ x: 4 })
    server.room.doc.getMap('meta').set('title', 'raw and refused')
    await server.clock.pass(100)
    expect(server.room.sync).toMatchObject({ state: 'saved', unsaved: 0, durable: 1 })
    access(server, 'editor')
    nodes.update('n', { w: 10 })
    await server.clock.pass(100)
    expect(serverOf(server, [1, 2])).toEqual(server.room.doc.getMap('nodes').toJSON())
    const sent = server.socket.all('update').map(({ update }) => new TextDecoder().decode(update))
    expect(sent.join()).toContain('kept')
    expect(sent.join()).not.toContain('raw and refused')
  })

  test('[W59] that falls takes back at once what was not sent, when all that was is answered', async () => {
    const server = await opened('t')
    await server.welcome()
    server.room.nodes.create({ id: 'n', type: 'service', x: 4 })
    access(server, 'commenter')
    expect(server.room.nodes.size).toBe(0)
    expect(server.room.sync).toMatchObject({ unsaved: 0 })
  })

  test('[W59] that falls leaves what a gesture wrote down on its way, and says so once', async () => {
    const server = await opened('t')
    await server.welcome()
    server.room.nodes.create({ id: 'n', type: 'service', x: 4 })
    const gesture = server.room.gesture(['n'])
    gesture.move({ n: [40, 0] })
    await passAlive(server, 3_000)
    expect(server.room.nodes.committed('n')).toMatchObject({ x: 40 })
    server.socket.say({ ...emptyTick, seq: 11 }, { type: FrameType.ack, batch: 2, seq: 11, durableSeq: 11 })
    const rejects: Reject[] = []
    server.room.onReject((reject) => rejects.push(reject))
    access(server, 'viewer')
    await server.clock.pass(100)
    expect(rejects).toHaveLength(1)
    expect(server.room.nodes.get('n')).toMatchObject({ x: 40 })
  })

  test('[W59] that fell and rose before a batch was refused leaves a document that the server has', async () => {
    const server = await opened('t')
    await server.welcome()
    const { nodes } = server.room
    nodes.create({ id: 'n', type: 'service', x: 4, y: 4 })
    await server.clock.pass(100)
    saved(server)
    nodes.update('n', { x: 8 })
    await server.clock.pass(100)
    nodes.update('n', { data: { label: 'b' } })
    await server.clock.pass(100)
    access(server, 'viewer')
    for (const ref of [2, 3])
      server.socket.say({
        ...{ type: FrameType.error, reason: 'forbidden', refused: FrameType.update },
        ...{ ref, subject: '', message: '' },
      })
    access(server, 'editor')
    await server.clock.pass(100)
    expect(nodes.get('n')).toMatchObject({ x: 4, y: 4, data: {} })
    expect(serverOf(server, [1, 4])).toEqual(server.room.doc.getMap('nodes').toJSON())
  })

  test('[PB1] what was put back after one refusal stays when the edits around it are refused too', async () => {
    const server = await opened('t')
    await server.welcome()
    const { nodes } = server.room
    nodes.create({ id: 'n', type: 'service', data: { label: 'old' } })
    await server.clock.pass(100)
    saved(server)
    nodes.update('n', { data: { label: 'refused' } })
    nodes.update('n', { w: 10 })
    await server.clock.pass(100)
    const refuse = (reason: 'too-large' | 'forbidden', ref: number): void =>
      server.socket.say({
        ...{ type: FrameType.error, reason, refused: FrameType.update },
        ...{ ref, subject: '', message: '' },
      })
    refuse('too-large', 2)
    await server.clock.pass(100)
    expect(server.socket.all('update').map(({ batch }) => batch)).toEqual([1, 2, 3])
    refuse('forbidden', 3)
    expect(nodes.get('n')).toMatchObject({ data: { label: 'old' } })
  })
})

/** The first batch is in a tick that is on disk. */
function saved(server: ScriptedServer): void {
  server.socket.say({ ...emptyTick, seq: 11 }, { type: FrameType.ack, batch: 1, seq: 11, durableSeq: 11 })
}

/** The nodes as a server has them that took these batches. */
function serverOf(server: ScriptedServer, batches: readonly number[]): unknown {
  const doc = new Y.Doc()
  for (const { batch, update } of server.socket.all('update'))
    if (batches.includes(batch)) Y.applyUpdate(doc, update)
  expect(doc.store.pendingStructs).toBeNull()
  return doc.getMap('nodes').toJSON()
}
