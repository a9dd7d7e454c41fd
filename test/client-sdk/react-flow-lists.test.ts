import { expect, test } from 'vitest'
import { placeHandles } from '../../client-sdk/src/react-flow/flow-handle.ts'
import { MergeMap } from '../../client-sdk/src/react-flow/merge-map.ts'
import { parentsFirst } from '../../client-sdk/src/react-flow/node-order.ts'

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

const node = (id: string, parent: string, z: string): { id: string; parent: string; z: string } => ({
  id,
  parent,
  z,
})

test('[RF2] parents come before their children, and siblings from the bottom to the top', () => {
  const nodes = [
    node('leaf', 'box', 'a0'),
    node('top', '', 'a2'),
    node('box', '', 'a1'),
    node('deep', 'leaf', 'a0'),
    node('leaf2', 'box', 'a0'),
  ]
  expect(parentsFirst(nodes)).toEqual(['box', 'leaf', 'deep', 'leaf2', 'top'])
})

test('[RF2] a node without its parent, or that is its own ancestor, is left out', () => {
  const nodes = [
    node('a', 'b', 'a0'),
    node('b', 'a', 'a0'),
    node('orphan', 'gone', 'a0'),
    node('c', '', 'a0'),
  ]
  expect(parentsFirst(nodes)).toEqual(['c'])
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
