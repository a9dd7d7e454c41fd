import { beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { CanvasNode } from '../../client-sdk/src/canvas/node.ts'
import { began, ended, namesOf, place, roomOfCards } from './gesture-frames.ts'
import { emptyTick, type ScriptedServer } from './scripted-server.ts'

let server: ScriptedServer
beforeEach(async () => {
  server = await roomOfCards()
})

function shown(id: string): CanvasNode {
  return server.room.nodes.get(id)!
}

describe('own gestures', () => {
  test('[W46] it begins with its nodes, after the batch that created them', async () => {
    server.room.nodes.create({ id: 'new', type: 'card' })
    const gesture = server.room.gesture(['a', 'new', 'unknown'])
    expect(gesture.nodes).toEqual(['a', 'new'])
    await server.clock.pass(0)
    expect(namesOf(server)).toEqual(['update', 'gestureBegin'])
    expect(server.socket.all('gestureBegin')).toMatchObject([{ nodes: ['a', 'new'] }])
  })

  test('[W46] the own hand sees its motion at once, and the document knows nothing of it', async () => {
    const before = Y.encodeStateAsUpdate(server.room.doc)
    const gesture = server.room.gesture(['a'])
    gesture.move({ a: [10.1, 20], b: [1, 1] })
    expect(shown('a')).toMatchObject({ x: 10, y: 20, heldBy: 0 })
    expect(shown('b')).toMatchObject({ x: 100, heldBy: undefined })
    gesture.resize({ a: { w: 80, h: 60 } })
    gesture.rotate({ a: 30 })
    expect(shown('a')).toMatchObject({ x: 10, y: 20, w: 80, h: 60, rotation: 30 })
    expect(server.room.nodes.committed('a')).toMatchObject({ x: 0, w: 50, rotation: 0, heldBy: undefined })
    await server.clock.pass(1_000)
    expect(Y.encodeStateAsUpdate(server.room.doc)).toEqual(before)
    expect(server.socket.all('update')).toEqual([])
  })

  test('[W42] its moves leave at most once per liveMs, with only what changed and what it covers', async () => {
    const gesture = server.room.gesture(['a', 'b'])
    for (let step = 1; step <= 40; step++) {
      gesture.move(step <= 20 ? { a: [step, 0], b: [100 + step, 0] } : { b: [100 + step, 5] })
      await server.clock.pass(5)
    }
    await server.clock.pass(50)
    const moves = server.socket.all('gestureMove')
    expect(moves.length).toBeGreaterThanOrEqual(5)
    expect(moves.length).toBeLessThanOrEqual(8)
    expect(moves[0]).toMatchObject({ gesture: 1, parts: 1, values: [place(0, 1, 0), place(1, 101, 0)] })
    expect(moves.at(-1)).toMatchObject({
      parts: 1,
      values: [place(1, 140, 5)],
      bounds: { left: 80, top: 0, right: 760, bottom: 180 },
    })
  })

  test('[W47] parts may mix: each combination is a frame of its own', async () => {
    const gesture = server.room.gesture(['a', 'b', 'c'])
    gesture.move({ a: [1, 2] })
    gesture.resize({ b: { x: 90, w: 60, h: 50 } })
    gesture.rotate({ c: 90 })
    await server.clock.pass(0)
    expect(server.socket.all('gestureMove')).toMatchObject([
      { parts: 1, values: [{ node: 0, place: { x: 4, y: 8 } }] },
      { parts: 3, values: [{ node: 1, place: { x: 360, y: 0 }, size: { x: 240, y: 200 } }] },
      { parts: 4, values: [{ node: 2, rotation: 0x4000 }] },
    ])
  })

  test('[W48] its end names the batch with the result and comes before it, in the same turn', async () => {
    const gesture = server.room.gesture(['a', 'b'])
    gesture.move({ a: [10, 0], b: [110, 0] })
    await server.clock.pass(0)
    server.socket.heard.length = 0
    expect(gesture.commit()).toBe(true)
    expect(namesOf(server)).toEqual(['gestureEnd', 'update'])
    expect(server.socket.all('gestureEnd')).toMatchObject([{ batch: server.socket.all('update')[0]!.batch }])
    expect(gesture.state).toBe('committed')
    expect(shown('a')).toMatchObject({ x: 10, heldBy: undefined })
    expect(shown('a')).toBe(server.room.nodes.committed('a'))
    server.room.history.undo()
    expect([shown('a').x, shown('b').x]).toEqual([0, 100])
    expect([gesture.commit(), gesture.cancel(), gesture.move({ a: [1, 1] })]).toEqual([false, false, false])
    await server.clock.pass(5_000)
    expect(server.socket.all('gestureMove')).toEqual([])
  })

  test('[W48] within a batch of the application it ends with that batch', async () => {
    const gesture = server.room.gesture(['a'])
    gesture.move({ a: [10, 0] })
    await server.clock.pass(0)
    server.socket.heard.length = 0
    server.room.batch(() => {
      gesture.commit()
      server.room.nodes.update('b', { data: { label: 'dropped on' } })
    })
    await server.clock.pass(0)
    expect(namesOf(server)).toEqual(['gestureEnd', 'update'])
    expect(server.socket.all('gestureEnd')).toMatchObject([{ batch: server.socket.all('update')[0]!.batch }])
  })

  test('[W48] cancelled, or let go where it began, it ends with batch 0 and leaves the document as it was', async () => {
    const before = Y.encodeStateAsUpdate(server.room.doc)
    const gesture = server.room.gesture(['a'])
    gesture.move({ a: [10, 0] })
    await server.clock.pass(0)
    expect(gesture.cancel()).toBe(true)
    expect(shown('a')).toMatchObject({ x: 0, heldBy: undefined })
    const clicked = server.room.gesture(['a'])
    await server.clock.pass(0)
    clicked.commit()
    await server.clock.pass(0)
    expect(server.socket.all('gestureEnd')).toMatchObject([
      { gesture: 1, batch: 0 },
      { gesture: 2, batch: 0 },
    ])
    expect([gesture.state, clicked.state]).toEqual(['cancelled', 'committed'])
    expect(Y.encodeStateAsUpdate(server.room.doc)).toEqual(before)
    expect(server.room.history.canUndo).toBe(true)
    server.room.history.undo()
    expect(server.room.nodes.has('c')).toBe(false)
  })

  test('[W48] one that is over within its turn is not told at all', async () => {
    server.room.gesture(['a']).cancel()
    const gesture = server.room.gesture(['b'])
    gesture.move({ b: [1, 1] })
    gesture.commit()
    await server.clock.pass(100)
    expect(namesOf(server)).toEqual(['update'])
  })

  test('[W49] a hand that rests says so once a second', async () => {
    const gesture = server.room.gesture(['a'])
    gesture.move({ a: [10, 0] })
    await server.clock.pass(10_000)
    const rests = server.socket.all('gestureMove').filter(({ values }) => values.length === 0)
    expect(rests.length).toBeGreaterThanOrEqual(6)
    expect(rests.length).toBeLessThanOrEqual(10)
    expect(rests[0]).toMatchObject({ bounds: { left: 40, top: 0, right: 240, bottom: 160 } })
  })

  test('[W49] one that expired while the page slept begins anew', async () => {
    const gesture = server.room.gesture(['a'])
    await server.clock.pass(0)
    server.socket.say({ ...emptyTick, gestures: [began(5, 0, 'a')] })
    server.socket.say({ ...emptyTick, seq: 12, gestures: [ended(5, 'expired')] })
    expect(server.socket.all('gestureBegin')).toHaveLength(2)
    expect(gesture.state).toBe('active')
  })

  test('[W50] after a reconnect it begins anew with all that it moved, under the member’s new index', async () => {
    const gesture = server.room.gesture(['a', 'b'])
    gesture.move({ a: [10, 0] })
    await server.clock.pass(50)
    gesture.move({ b: [110, 0] })
    await server.reconnect()
    gesture.move({ a: [20, 0] })
    expect(shown('a')).toMatchObject({ x: 20 })
    await server.welcome({ member: 4 })
    expect(namesOf(server).filter((name) => name.startsWith('gesture'))).toEqual([
      'gestureBegin',
      'gestureMove',
    ])
    expect(server.socket.all('gestureMove')).toMatchObject([{ values: [place(0, 20, 0), place(1, 110, 0)] }])
    expect(shown('a').heldBy).toBe(4)
    gesture.commit()
    expect(server.room.nodes.committed('a')).toMatchObject({ x: 20 })
  })

  test('[W50] without a connection it works all the same, and its result waits in the outbox', async () => {
    await server.reconnect()
    const gesture = server.room.gesture(['a'])
    gesture.move({ a: [10, 0] })
    gesture.commit()
    expect(shown('a')).toMatchObject({ x: 10 })
    await server.welcome()
    expect(namesOf(server).filter((name) => name.startsWith('gesture'))).toEqual([])
    expect(server.socket.all('update')).toHaveLength(1)
  })

  test('[W46] one that takes long is written down every two seconds, as one step with its end', async () => {
    const gesture = server.room.gesture(['a'])
    for (let step = 1; step <= 50; step++) {
      gesture.move({ a: [step, 0] })
      await server.clock.pass(100)
    }
    expect(server.socket.all('update')).toHaveLength(2)
    expect(server.socket.all('gestureEnd')).toEqual([])
    expect(server.room.nodes.committed('a')?.x).toBeGreaterThan(30)
    expect(shown('a').x).toBe(50)
    gesture.commit()
    expect(shown('a').x).toBe(50)
    server.room.history.undo()
    expect(shown('a').x).toBe(0)
    server.room.history.redo()
    expect(shown('a').x).toBe(50)
  })

  test('[W48] cancelled after it was written down, it takes that back and ends with that batch', async () => {
    const gesture = server.room.gesture(['a'])
    gesture.move({ a: [10, 0] })
    await server.clock.pass(3_000)
    expect(server.room.nodes.committed('a')?.x).toBe(10)
    server.socket.heard.length = 0
    gesture.cancel()
    expect(namesOf(server)).toEqual(['gestureEnd', 'update'])
    expect(server.socket.all('gestureEnd')[0]!.batch).toBe(server.socket.all('update')[0]!.batch)
    expect(shown('a').x).toBe(0)
    server.room.history.undo()
    expect(server.room.nodes.has('c')).toBe(false)
  })

  test('[W48] a page that is hidden, and a room that is closed, let go', async () => {
    const gesture = server.room.gesture(['a'])
    gesture.move({ a: [10, 0] })
    await server.clock.pass(0)
    server.show(false)
    expect(gesture.state).toBe('committed')
    expect(namesOf(server).slice(-3)).toEqual(['gestureEnd', 'update', 'view'])
    const last = server.room.gesture(['b'])
    last.move({ b: [10, 0] })
    await server.clock.pass(0)
    const { socket } = server
    server.room.close()
    expect(last.state).toBe('committed')
    expect(socket.all('update').at(-1)!.batch).toBe(socket.all('gestureEnd').at(-1)!.batch)
    await server.clock.pass(100)
    expect(server.clock.pending).toBe(0)
  })

  test('[W9] a number that is not finite is an error and changes nothing', () => {
    const gesture = server.room.gesture(['a', 'b'])
    expect(() => gesture.move({ a: [1, 1], b: [Number.NaN, 0] })).toThrow(RangeError)
    expect(shown('a')).toMatchObject({ x: 0, y: 0 })
  })
})
