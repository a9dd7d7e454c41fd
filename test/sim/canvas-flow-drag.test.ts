import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { CanvasFlow } from '../../client-sdk/src/react-flow/canvas-flow.ts'
import { nodeOf, twoPages } from '../support/sim/two-flows.ts'

describe('[RF9] a drag is a gesture', () => {
  const drag = (x: number, dragging: boolean): Parameters<CanvasFlow['changeNodes']>[0] => [
    { type: 'position', id: 'a', position: { x, y: 20 }, dragging },
    { type: 'position', id: 'b', position: { x: x + 200, y: 20 }, dragging },
  ]

  test('[RF9] the others see it before the release, held and in the holder’s colour, and the document has it after', async () => {
    const { mine, theirs, room, theirRoom, settle } = await twoPages()
    room.self.setProfile({ color: '#0f766e' })
    await settle()
    const before = Y.encodeStateAsUpdate(theirRoom.doc)
    for (let x = 11; x <= 30; x++) mine.changeNodes(drag(x, true))
    expect(nodeOf(mine, 'a')).toMatchObject({ position: { x: 30, y: 20 } })
    expect(nodeOf(mine, 'a')).not.toHaveProperty('draggable')
    await settle()
    expect(nodeOf(theirs, 'b')).toMatchObject({
      position: { x: 230, y: 20 },
      draggable: false,
      deletable: false,
      className: 'coplane-held',
      style: { '--coplane-holder': '#0f766e' },
    })
    expect(Y.encodeStateAsUpdate(theirRoom.doc)).toEqual(before)
    mine.changeNodes(drag(40, false))
    await settle()
    expect(theirRoom.nodes.committed('b')).toMatchObject({ x: 240 })
    expect(nodeOf(theirs, 'b')).toMatchObject({ position: { x: 240, y: 20 } })
    expect(nodeOf(theirs, 'b')).not.toHaveProperty('draggable')
  })

  test('[RF9] it is one undo step, and so is a resize', async () => {
    const { mine, room } = await twoPages()
    room.history.clear()
    mine.changeNodes(drag(30, true))
    mine.changeNodes(drag(40, false))
    const box = { id: 'box', type: 'dimensions', dimensions: { width: 500, height: 350 } } as const
    mine.changeNodes([
      { id: 'box', type: 'position', position: { x: 0, y: 50 } },
      { ...box, resizing: true, setAttributes: true },
      { id: 'a', type: 'position', position: { x: 140, y: 70 } },
    ])
    expect(nodeOf(mine, 'box')).toMatchObject({ width: 500, height: 350, position: { x: 0, y: 50 } })
    expect(room.nodes.committed('box')).toMatchObject({ w: 400 })
    mine.changeNodes([{ ...box, resizing: false }])
    expect(room.nodes.committed('box')).toMatchObject({ x: 0, y: 50, w: 500, h: 350 })
    expect(room.nodes.committed('a')).toMatchObject({ x: 140, y: 70 })
    room.history.undo()
    expect(room.nodes.get('box')).toMatchObject({ x: 100, w: 400 })
    expect(room.nodes.get('a')).toMatchObject({ x: 40, y: 20 })
    room.history.undo()
    expect(room.nodes.get('a')).toMatchObject({ x: 10 })
    expect(room.nodes.get('b')).toMatchObject({ x: 210 })
    expect(room.history.canUndo).toBe(false)
  })

  test('[RF9] what somebody else holds is theirs until they let go', async () => {
    const { mine, theirs, room, settle } = await twoPages()
    const reasons: string[] = []
    room.onReject(({ reason }) => reasons.push(reason))
    theirs.changeNodes([{ type: 'position', id: 'a', position: { x: 90, y: 90 }, dragging: true }])
    await settle()
    mine.changeNodes([{ type: 'position', id: 'a', position: { x: 1, y: 1 }, dragging: true }])
    mine.changeNodes([{ type: 'position', id: 'a', position: { x: 2, y: 2 }, dragging: false }])
    expect(reasons).toEqual(['held'])
    expect(nodeOf(mine, 'a')).toMatchObject({ position: { x: 90, y: 90 } })
    theirs.letGo()
    await settle()
    expect(room.nodes.committed('a')).toMatchObject({ x: 90, y: 90 })
    expect(nodeOf(mine, 'a')).not.toHaveProperty('draggable')
  })

  test('[RF9] the arrow keys write at once, and a flow that goes lets go', async () => {
    const { room } = await twoPages()
    const flow = new CanvasFlow(room, {})
    const stop = flow.subscribe(() => undefined)
    flow.changeNodes([{ type: 'position', id: 'a', position: { x: 15, y: 20 }, dragging: false }])
    expect(room.nodes.committed('a')).toMatchObject({ x: 15 })
    flow.changeNodes([{ type: 'position', id: 'a', position: { x: 25, y: 20 }, dragging: true }])
    expect(room.nodes.committed('a')).toMatchObject({ x: 15 })
    stop()
    expect(room.nodes.committed('a')).toMatchObject({ x: 25 })
  })
})
