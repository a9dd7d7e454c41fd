import { beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { FrameType } from '@coplane/client/protocol/frame-type'
import type { Reject } from '../../client-sdk/src/reject.ts'
import { emptyTick, ScriptedServer } from './scripted-server.ts'

let server: ScriptedServer
let rejects: Reject[]
beforeEach(async () => {
  server = new ScriptedServer()
  rejects = []
  server.room.onReject((reject) => rejects.push(reject))
  await server.welcome()
})

async function edit(change: () => void): Promise<void> {
  change()
  await server.clock.pass(100)
}

function refuse(batch: number, reason: Reject['reason'], subject = ''): void {
  const message = 'because'
  server.socket.say({
    type: FrameType.error,
    reason,
    refused: FrameType.update,
    ref: batch,
    subject,
    message,
  })
}

/** The document of a server that took these batches. */
function serverOf(batches: readonly number[]): Y.Doc {
  const doc = new Y.Doc()
  for (const { batch, update } of server.socket.all('update'))
    if (batches.includes(batch)) Y.applyUpdate(doc, update)
  return doc
}

describe('what the server refuses', () => {
  test('[W52] a refused batch is taken back, told, and everything from it on is sent as one batch that builds upon what was taken', async () => {
    const { nodes } = server.room
    await edit(() => nodes.create({ id: 'a', type: 'service', x: 1 }))
    await edit(() => nodes.update('a', { x: 2, data: { label: 'refused' } }))
    await edit(() => nodes.update('a', { w: 10 }))
    await edit(() => nodes.create({ id: 'b', type: 'service' }))
    refuse(2, 'too-large')
    expect(rejects).toEqual([{ reason: 'too-large', message: 'because', nodes: ['a'], edges: [] }])
    expect(nodes.get('a')).toMatchObject({ x: 1, w: 10, data: {} })
    expect(server.room.sync).toMatchObject({ state: 'saving', unsaved: 3 })
    await server.clock.pass(100)
    expect(server.socket.all('update').map(({ batch }) => batch)).toEqual([1, 2, 3, 4, 5])
    const doc = serverOf([1, 5])
    expect(doc.store.pendingStructs).toBeNull()
    expect(doc.getMap('nodes').toJSON()).toEqual(server.room.doc.getMap('nodes').toJSON())
    server.socket.say({ ...emptyTick, seq: 11 }, { type: FrameType.ack, batch: 5, seq: 11, durableSeq: 11 })
    expect(server.room.sync).toMatchObject({ state: 'saved', unsaved: 0, durable: 3 })
  })

  test('[W52] a later refusal of what has been sent anew already is nothing new', async () => {
    const { nodes } = server.room
    await edit(() => nodes.create({ id: 'a', type: 'service' }))
    await edit(() => nodes.create({ id: 'b', type: 'service' }))
    refuse(1, 'too-large')
    refuse(2, 'too-large')
    refuse(77, 'too-large')
    expect(rejects).toHaveLength(1)
    expect(nodes.has('b')).toBe(true)
  })

  test.for(['full', 'schema', 'invalid'] as const)(
    '[W68] %s is about one node where it names one, and about the whole batch where it names none',
    async (reason) => {
      const { nodes } = server.room
      await edit(() => nodes.create({ id: 'a', type: 'service' }))
      await edit(() => nodes.create({ id: 'b', type: 'service' }))
      refuse(1, reason, 'nodes/a')
      expect(rejects).toEqual([{ reason, message: 'because', nodes: ['a'], edges: [] }])
      expect(nodes.has('a')).toBe(true)
      refuse(2, reason)
      expect(rejects.slice(1)).toEqual([{ reason, message: 'because', nodes: ['b'], edges: [] }])
      expect([nodes.has('a'), nodes.has('b')]).toEqual([true, false])
    },
  )

  test('[W52] what others changed since stays', async () => {
    const { nodes, doc } = server.room
    await edit(() => nodes.create({ id: 'a', type: 'service', x: 1 }))
    await edit(() => nodes.update('a', { x: 2 }))
    const other = new Y.Doc()
    other.clientID = 1e9
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
    const before = Y.encodeStateVector(other)
    ;(other.getMap('nodes').get('a') as Y.Map<unknown>).set('pl', ['', 7, 7])
    server.socket.say({ ...emptyTick, seq: 11, update: Y.encodeStateAsUpdate(other, before) })
    refuse(2, 'too-large')
    expect(nodes.get('a')).toMatchObject({ x: 7, y: 7 })
  })

  test('[W51] once forbidden, everything unsaved is put back and nothing more is sent until a WELCOME says editor', async () => {
    const { nodes } = server.room
    await edit(() => nodes.create({ id: 'a', type: 'service', x: 1 }))
    server.socket.say({ ...emptyTick, seq: 11 }, { type: FrameType.ack, batch: 1, seq: 11, durableSeq: 11 })
    await edit(() => nodes.update('a', { x: 2 }))
    await edit(() => nodes.update('a', { y: 2 }))
    refuse(2, 'forbidden')
    refuse(3, 'forbidden')
    await server.clock.pass(100)
    expect(nodes.get('a')).toMatchObject({ x: 1, y: 0 })
    expect(rejects.every(({ reason }) => reason === 'forbidden')).toBe(true)
    expect(server.room.sync).toMatchObject({ state: 'saved', unsaved: 0 })
    const sent = server.socket.all('update').length
    await edit(() => void (nodes.get('a') && server.room.doc.getMap('meta').set('title', 'raw')))
    expect(server.room.meta.get('title')).toBeUndefined()
    expect(server.socket.all('update')).toHaveLength(sent)
    // The server of the next socket has what was saved, and lets this member write again.
    await server.reconnect()
    await server.welcome({ seq: 11 })
    await edit(() => nodes.update('a', { x: 5 }))
    const doc = new Y.Doc()
    for (const socket of server.sockets)
      for (const { batch, update } of socket.all('update'))
        if (batch !== 2 && batch !== 3) Y.applyUpdate(doc, update)
    expect(doc.store.pendingStructs).toBeNull()
    expect(doc.getMap('nodes').toJSON()).toEqual(server.room.doc.getMap('nodes').toJSON())
  })

  test.each(['invalid', 'schema'] as const)(
    '[W52] what the server put right by itself (%s) is told, and nothing is taken back',
    async (reason) => {
      const { nodes } = server.room
      await edit(() => nodes.create({ id: 'a/b', type: 'service', x: 1 }))
      refuse(1, reason, 'nodes/a/b')
      refuse(1, reason, 'edges/e')
      expect(rejects).toEqual([
        { reason, message: 'because', nodes: ['a/b'], edges: [] },
        { reason, message: 'because', nodes: [], edges: ['e'] },
      ])
      expect(nodes.get('a/b')).toMatchObject({ x: 1 })
      expect(server.room.sync.unsaved).toBe(1)
    },
  )
})
