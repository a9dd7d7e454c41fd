import { expect, test } from 'vitest'
import { CanvasFlow } from '../../client-sdk/src/react-flow/canvas-flow.ts'
import { placeHandles } from '../../client-sdk/src/react-flow/flow-handle.ts'
import { MergeMap } from '../../client-sdk/src/react-flow/merge-map.ts'
import { withoutCycles } from '../../client-sdk/src/react-flow/node-order.ts'
import { stillRoom } from '../support/still-room.ts'

test('[RF1] the list is the same array until an item in it is another object', () => {
  const [a, b] = [{ id: 'a' }, { id: 'b' }]
  const map = new MergeMap<{ id: string }>()
  map.set('a', a)
  map.set('b', b)
  map.arrange(['b', 'a'])
  const { list } = map
  expect(list).toEqual([b, a])
  map.set('a', a)
  map.arrange(['b', 'a'])
  map.delete('nobody')
  expect(map.list).toBe(list)
  const moved = { id: 'a' }
  map.set('a', moved)
  expect(map.list).not.toBe(list)
  expect(map.list[0]).toBe(b)
  expect(map.list[1]).toBe(moved)
})

test('[RF1] an item whose id is not in the order waits, and an id without an item leaves no hole', () => {
  const map = new MergeMap<string>()
  map.set('a', 'A')
  map.set('b', 'B')
  map.arrange(['c', 'a'])
  expect(map.list).toEqual(['A'])
  map.set('c', 'C')
  expect(map.list).toEqual(['C', 'A'])
})

test('[RF2] nodes that are their own ancestors, and what lies in them, are left out', () => {
  const parents: Record<string, string> = { b: 'a', x: 'y', y: 'x', inX: 'x' }
  expect(withoutCycles(['a', 'b', 'c', 'inX', 'x', 'y'], (id) => parents[id])).toEqual(['a', 'b', 'c'])
})

test('[RF2] an order without cycles is the same array', () => {
  const order = ['a', 'b']
  expect(withoutCycles(order, () => undefined)).toBe(order)
})

test('[RF5] a node whose parent is missing lies on the canvas until the parent is there', () => {
  const { room, frame } = stillRoom()
  const flow = new CanvasFlow(room, {})
  flow.subscribe(() => undefined)
  room.nodes.create({ id: 'child', type: 'task', parent: 'late' })
  frame()
  expect(flow.read().nodes[0]).not.toHaveProperty('parentId')
  room.nodes.create({ id: 'late', type: 'group' })
  frame()
  expect(flow.read().nodes).toMatchObject([{ id: 'late' }, { id: 'child', parentId: 'late' }])
})

test('[RF3] handles are centred on the border, where React Flow would have measured them', () => {
  const placed = placeHandles(
    [
      { type: 'target', position: 'left' },
      { type: 'source', position: 'right', id: 'yes', at: 0.25, size: 10 },
      { type: 'source', position: 'bottom', id: 'no' },
    ],
    200,
    80,
  )
  expect(placed).toEqual([
    { type: 'target', position: 'left', id: null, x: -3, y: 37, width: 6, height: 6 },
    { type: 'source', position: 'right', id: 'yes', x: 195, y: 15, width: 10, height: 10 },
    { type: 'source', position: 'bottom', id: 'no', x: 97, y: 77, width: 6, height: 6 },
  ])
})
