import { beforeEach, describe, expect, test } from 'vitest'
import { FrameType } from '@coplane/client/protocol/frame-type'
import type { CanvasNode } from '../../client-sdk/src/canvas/node.ts'
import type { Reject } from '../../client-sdk/src/reject.ts'
import { authorOf, began, roomOfCards } from './gesture-frames.ts'
import { emptyTick, type ScriptedServer } from './scripted-server.ts'

let server: ScriptedServer
let rejects: Reject[]
beforeEach(async () => {
  server = await roomOfCards()
  rejects = []
  server.room.onReject((reject) => rejects.push(reject))
})

function shown(id: string): CanvasNode {
  return server.room.nodes.get(id)!
}

describe('gestures that cannot be', () => {
  test('[W46] on a node that somebody else holds', () => {
    server.socket.say({ ...emptyTick, gestures: [began(5, 3, 'a')] })
    const gesture = server.room.gesture(['a', 'b'])
    expect(gesture.state).toBe('rejected')
    expect(gesture.move({ a: [1, 1] })).toBe(false)
    expect(rejects).toMatchObject([{ reason: 'held', nodes: ['a', 'b'] }])
  })

  test('[W46] on a node that another own gesture holds, until that is over', () => {
    const first = server.room.gesture(['a'])
    expect(server.room.gesture(['a', 'b']).state).toBe('rejected')
    expect(rejects).toMatchObject([{ reason: 'held' }])
    first.cancel()
    expect(server.room.gesture(['a', 'b']).state).toBe('active')
  })

  test('[W46] on no node that is there', () => {
    expect(server.room.gesture(['x']).state).toBe('rejected')
    expect(rejects).toMatchObject([{ reason: 'gone', nodes: ['x'] }])
  })

  test('[W51] by a viewer', async () => {
    await server.reconnect()
    await server.welcome({ role: 'viewer' })
    expect(server.room.gesture(['a']).state).toBe('rejected')
    expect(rejects).toMatchObject([{ reason: 'forbidden' }])
    await server.clock.pass(100)
    expect(server.socket.all('gestureBegin')).toEqual([])
  })

  test('[W46] of more ids than a frame may have', () => {
    const ids = Array.from({ length: 40 }, (_, index) => String(index).padEnd(2_000, 'x'))
    for (const id of ids) server.room.nodes.create({ id, type: 'card' })
    expect(server.room.gesture(ids).state).toBe('rejected')
    expect(rejects).toMatchObject([{ reason: 'too-large' }])
  })

  test.for(['held', 'gone', 'forbidden', 'too-large'] as const)(
    '[W46] by the server’s word: %s drops what was shown',
    async (reason) => {
      const gesture = server.room.gesture(['a'])
      gesture.move({ a: [10, 0] })
      await server.clock.pass(0)
      const refused = FrameType.gestureBegin
      server.socket.say({ type: FrameType.error, reason, refused, ref: 1, subject: 'nodes/a', message: 'no' })
      expect(gesture.state).toBe('rejected')
      expect(shown('a')).toMatchObject({ x: 0, heldBy: undefined })
      expect(rejects).toEqual([{ reason, message: 'no', nodes: ['a'], edges: [] }])
      await server.clock.pass(5_000)
      expect(server.socket.all('gestureEnd')).toEqual([])
    },
  )

  test('[W49] a node that somebody deletes leaves it, and with the last one it is over', async () => {
    const author = authorOf(server.room)
    const gesture = server.room.gesture(['a', 'b'])
    gesture.move({ a: [10, 0], b: [110, 0] })
    await server.clock.pass(0)
    server.socket.say({ ...emptyTick, update: author.remove('a') })
    await server.clock.pass(20)
    expect(gesture.nodes).toEqual(['b'])
    expect(gesture.state).toBe('active')
    expect(rejects).toEqual([])
    server.socket.say({ ...emptyTick, seq: 12, update: author.remove('b') })
    expect(gesture.commit()).toBe(false)
    expect(gesture.state).toBe('rejected')
    expect(rejects).toMatchObject([{ reason: 'gone' }])
  })
})
