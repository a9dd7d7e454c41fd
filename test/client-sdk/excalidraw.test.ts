import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { BoundElements } from '../../client-sdk/src/excalidraw/bound-elements.ts'
import { restacked } from '../../client-sdk/src/excalidraw/element-order.ts'
import {
  changedData,
  elementProps,
  sameSnapshot,
  snapshotOfElement,
  snapshotOfNode,
  type ElementSnapshot,
} from '../../client-sdk/src/excalidraw/element-snapshot.ts'
import type { SceneElement } from '../../client-sdk/src/excalidraw/element.ts'
import { orderKeysBetween } from '../../client-sdk/src/canvas/order-key.ts'
import { bindCanvas, type BoundNode } from '../../client-sdk/src/bind/index.ts'
import { stillRoom } from '../support/still-room.ts'

const element: SceneElement = {
  id: 'e',
  type: 'rectangle',
  x: 10.1,
  y: -3.9,
  width: 100,
  height: 50.3,
  angle: 0,
  version: 3,
  versionNonce: 7,
  isDeleted: false,
  boundElements: null,
}

/** The node that a room makes of it. */
function bound(type: string, node: object): BoundNode {
  const { room, frame } = stillRoom()
  const canvas = bindCanvas(room, {
    upsert: () => undefined,
    remove: () => undefined,
    frame: () => undefined,
  })
  room.nodes.create({ id: 'e', type, ...node })
  frame()
  return canvas.node('e')!
}

test('[EX2] an element becomes a node and that node the same element, to the quarter pixel, whatever its turn', () => {
  fc.assert(
    fc.property(
      fc.record({
        x: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        width: fc.double({ min: 0, max: 1e5, noNaN: true }),
        angle: fc.double({ min: -10, max: 10, noNaN: true }),
        opacity: fc.integer({ min: 0, max: 100 }),
        strokeColor: fc.constantFrom('#1e1e1e', '#e03131'),
        groupIds: fc.array(fc.string(), { maxLength: 2 }),
      }),
      (some) => {
        const before = snapshotOfElement({ ...element, ...some })!
        const { values: _, ...place } = before
        const after = snapshotOfNode(
          bound('rectangle', { ...place, data: changedData('rectangle', undefined, before) }),
        )!
        expect(sameSnapshot(before, after)).toBe(true)
        const again = snapshotOfElement({ ...element, ...elementProps(after) })!
        expect(sameSnapshot(after, again)).toBe(true)
      },
    ),
  )
})

test('[EX3] what an element would be anyway is not stored, and goes from the node when it comes back to it', () => {
  const plain = snapshotOfElement({ ...element, seed: 1 } as SceneElement)!
  expect(changedData('rectangle', undefined, plain)).toEqual({})
  const red = snapshotOfElement({ ...element, strokeColor: '#e03131', seed: 1 } as SceneElement)!
  expect(changedData('rectangle', plain, red)).toEqual({ strokeColor: '#e03131' })
  expect(changedData('rectangle', red, plain)).toEqual({ strokeColor: undefined })
})

test('[EX4] a value that would break the editor is not taken over', () => {
  const arrow = snapshotOfNode(
    bound('arrow', { w: 30, h: 40, data: { points: [[0, 'x']], startBinding: 'no', opacity: 'half' } }),
  )!
  expect(arrow.values).toMatchObject({
    points: [
      [0, 0],
      [30, 40],
    ],
    startBinding: null,
    opacity: 100,
  })
  expect(snapshotOfNode(bound('invoice', {}))).toBeUndefined()
})

test('[EX5] what is bound to a shape follows from arrows and texts alone', () => {
  const elements = new BoundElements()
  const values = (given: object): ElementSnapshot => ({
    ...snapshotOfElement(element)!,
    values: { ...given },
  })
  expect(elements.set('a', 'arrow', values({ startBinding: { elementId: 's' }, endBinding: null }))).toEqual([
    's',
  ])
  expect(elements.set('t', 'text', values({ containerId: 's' }))).toEqual(['s'])
  expect(elements.of('s')).toEqual([
    { id: 'a', type: 'arrow' },
    { id: 't', type: 'text' },
  ])
  expect(elements.set('a', 'arrow', values({ startBinding: { elementId: 's' }, endBinding: null }))).toEqual(
    [],
  )
  expect(elements.set('a', 'arrow', undefined)).toEqual(['s'])
  expect(elements.of('s')).toEqual([{ id: 't', type: 'text' }])
})

test('[EX6] any order is reached, and by new keys for no more nodes than have to move', () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 9 })
        .chain((count) => fc.shuffledSubarray([...Array(count).keys()], { minLength: count })),
      (wanted) => {
        const keys = orderKeysBetween(null, null, wanted.length)
        const nodes = wanted.map((index) => ({ id: `n${index}`, z: keys[index]! }))
        const fresh = restacked(nodes)
        const after = nodes.map(({ id, z }) => ({ id, z: fresh.get(id) ?? z }))
        expect([...after].sort((a, b) => (a.z < b.z ? -1 : 1))).toEqual(after)
        expect(fresh.size).toBe(wanted.length - longestRun(wanted))
      },
    ),
  )
})

/** Length of the longest ascending subsequence, by trying all of them. */
function longestRun(values: readonly number[]): number {
  let longest = 0
  for (let chosen = 0; chosen < 2 ** values.length; chosen++) {
    const some = values.filter((_, index) => chosen & (1 << index))
    if (some.every((value, index) => index === 0 || some[index - 1]! < value))
      longest = Math.max(longest, some.length)
  }
  return longest
}
