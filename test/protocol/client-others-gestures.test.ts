import { beforeEach, describe, expect, test } from 'vitest'
import type { DownFrame } from '@coplane/client/protocol/down'
import type { CanvasNode } from '../../client-sdk/src/canvas/node.ts'
import { authorOf, began, ended, moved, place, roomOfCards } from './gesture-frames.ts'
import { emptyLive, emptyRoster, emptyTick, type ScriptedServer } from './scripted-server.ts'

let server: ScriptedServer
beforeEach(async () => {
  server = await roomOfCards()
})

function shown(id: string): CanvasNode {
  return server.room.nodes.get(id)!
}

describe('gestures of others', () => {
  test('[W46] a node shows who has it and where, to its subscribers alone', async () => {
    const heard: unknown[] = []
    server.room.nodes.subscribe('a', (node) => heard.push([node?.x, node?.heldBy]))
    server.room.nodes.subscribe('b', () => heard.push('b'))
    await server.clock.pass(20)
    server.socket.say({ ...emptyTick, gestures: [began(5, 3, 'a', 'c')] }, moved(5, place(0, 10, 20)))
    expect(shown('a')).toMatchObject({ x: 10, y: 20, w: 50, heldBy: 3 })
    expect(shown('c')).toMatchObject({ x: 200, heldBy: 3 })
    await server.clock.pass(20)
    expect(heard).toEqual([[10, 3]])
  })

  test('[W23] the commit of a gesture and its end are taken in one go: a node never goes back', async () => {
    const author = authorOf(server.room)
    const places: number[] = []
    const frames = [
      { ...emptyTick, gestures: [began(5, 3, 'a')] },
      moved(5, place(0, 10, 0)),
      moved(5, place(0, 20, 0)),
      { ...emptyTick, seq: 12, update: author.move('a', 25), gestures: [ended(5, 'committed')] },
      moved(5, place(0, 20, 0)),
    ]
    server.room.nodes.subscribe('a', (node) => places.push(node!.x))
    for (const frame of frames) {
      server.socket.say(frame)
      places.push(shown('a').x)
      await server.clock.pass(20)
    }
    expect(places).toEqual([...places].sort((one, other) => one - other))
    expect(shown('a')).toMatchObject({ x: 25, heldBy: undefined })
  })

  test.for(['cancelled', 'expired', 'left', 'gone'] as const)(
    '[W49] one that ended as %s leaves the node where the document has it',
    (why) => {
      server.socket.say({ ...emptyTick, gestures: [began(5, 3, 'a')] }, moved(5, place(0, 10, 0)))
      server.socket.say({ ...emptyTick, seq: 12, gestures: [ended(5, why)] })
      expect(shown('a')).toMatchObject({ x: 0, heldBy: undefined })
    },
  )

  test('[W23] what names a gesture or node that is not known is ignored', () => {
    server.socket.say(moved(5, place(0, 10, 0)))
    server.socket.say(
      { ...emptyTick, gestures: [began(5, 3, 'a'), ended(8, 'expired')] },
      moved(5, place(7, 1, 1)),
    )
    expect(shown('a')).toMatchObject({ x: 0, heldBy: 3 })
    expect(server.socket.closedWith).toBeUndefined()
  })

  test('[W40] a fresh live frame forgets where gestures have their nodes, not whose they are', () => {
    server.socket.say({ ...emptyTick, gestures: [began(5, 3, 'a', 'b')] })
    server.socket.say(moved(5, place(0, 10, 0), place(1, 110, 0)))
    server.socket.say({
      ...emptyLive,
      fresh: true,
      gestures: [{ gesture: 5, parts: 1, values: [place(1, 120, 0)] }],
    })
    expect(shown('a')).toMatchObject({ x: 0, heldBy: 3 })
    expect(shown('b')).toMatchObject({ x: 120, heldBy: 3 })
  })

  test('[W47] sizes and rotations come beside places, and what does not come is as it was', () => {
    server.socket.say({ ...emptyTick, gestures: [began(5, 3, 'a')] }, moved(5, place(0, 10, 0)))
    const value = { node: 0, place: undefined, size: { x: 400, y: 80 }, rotation: 0x4000 }
    server.socket.say({ ...emptyLive, gestures: [{ gesture: 5, parts: 6, values: [value] }] })
    expect(shown('a')).toMatchObject({ x: 10, y: 0, w: 100, h: 20, rotation: 90 })
  })

  test('[W43] whoever holds a node that is shown moving becomes known', async () => {
    server.socket.say({ ...emptyRoster, total: 300, next: 5, gestures: [began(5, 3, 'a'), began(6, 0, 'b')] })
    server.socket.say(moved(5, place(0, 10, 0)))
    await server.clock.pass(20)
    expect(server.socket.all('who')).toMatchObject([{ ask: { members: [3] } }])
    expect(shown('b').heldBy).toBeUndefined()
  })

  test('[W34] a fresh roster ends what it does not name and keeps where the rest is', () => {
    server.socket.say({ ...emptyTick, gestures: [began(5, 3, 'a'), began(6, 4, 'b')] })
    server.socket.say({
      ...emptyLive,
      gestures: [5, 6].map((gesture) => ({ gesture, parts: 1, values: [place(0, 10, 0)] })),
    })
    server.socket.say({ ...emptyRoster, gestures: [began(5, 3, 'a'), began(7, 3, 'c')] })
    expect(['a', 'b', 'c'].map((id) => [shown(id).x, shown(id).heldBy])).toEqual([
      [10, 3],
      [100, undefined],
      [200, 3],
    ])
  })

  test('[W34] an own gesture that a fresh roster does not name begins anew', async () => {
    const gesture = server.room.gesture(['a'])
    await server.clock.pass(0)
    server.socket.say({ ...emptyTick, gestures: [began(5, 0, 'a')] })
    server.socket.say({ ...emptyRoster, gestures: [began(5, 0, 'a')] })
    expect(server.socket.all('gestureBegin')).toHaveLength(1)
    server.socket.say(emptyRoster)
    expect(server.socket.all('gestureBegin')).toHaveLength(2)
    expect(gesture.state).toBe('active')
  })

  test('[W50] without a connection nobody else holds anything', async () => {
    server.socket.say({ ...emptyTick, gestures: [began(5, 3, 'a')] }, moved(5, place(0, 10, 0)))
    await server.reconnect()
    expect(shown('a')).toMatchObject({ x: 0, heldBy: undefined })
    expect(server.room.gesture(['a']).state).toBe('active')
  })

  test('[W47] painters get each node on its way between two places, by the short way around', async () => {
    server.socket.say({ ...emptyTick, gestures: [began(5, 3, 'a')] })
    const turn = (x: number, degrees: number): DownFrame => ({
      ...emptyLive,
      gestures: [
        {
          gesture: 5,
          parts: 5,
          values: [{ ...place(0, x, 0), rotation: Math.round((degrees / 360) * 65_536) }],
        },
      ],
    })
    server.socket.say(turn(100, 350))
    await server.clock.pass(50)
    server.socket.say(turn(200, 10))
    await server.clock.pass(25)
    const [sample] = server.room.gestures.sample(server.clock.now())
    expect(sample).toMatchObject({ id: 'a', member: 3, x: 150, w: 50 })
    expect(sample!.rotation).toBeCloseTo(0, 1)
    expect(shown('a').x).toBe(200)
    expect(server.room.gestures.isMoving(server.clock.now())).toBe(true)
    await server.clock.pass(25)
    expect(server.room.gestures.sample(server.clock.now())).toMatchObject([{ x: 200 }])
    expect(server.room.gestures.isMoving(server.clock.now())).toBe(false)
    server.socket.say({ ...emptyTick, seq: 12, gestures: [ended(5, 'left')] })
    expect(server.room.gestures.sample(server.clock.now())).toEqual([])
  })
})
