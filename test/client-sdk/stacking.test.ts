import { expect, test } from 'vitest'
import type * as Y from 'yjs'
import { orderKeysBetween } from '../../client-sdk/src/canvas/order-key.ts'
import { Replica } from '../support/replica.ts'

function stack(...ids: string[]): Replica {
  const replica = new Replica()
  for (const id of ids) replica.canvas.nodes.create({ type: 'box', id })
  return replica
}

test('[ST1] to the front and to the back keeps the order among those that are moved', () => {
  const { nodes } = stack('a', 'b', 'c', 'd').canvas
  expect(nodes.bringToFront(['c', 'a'])).toBe(true)
  expect(nodes.childrenOf('')).toEqual(['b', 'd', 'a', 'c'])
  nodes.sendToBack(['c', 'd'])
  expect(nodes.childrenOf('')).toEqual(['d', 'c', 'b', 'a'])
  expect(nodes.bringToFront(['nobody'])).toBe(false)
})

test('[ST2] forward and backward is one place, past one neighbour that is not moved', () => {
  const { nodes } = stack('a', 'b', 'c', 'd', 'e').canvas
  nodes.bringForward(['a', 'b', 'd'])
  expect(nodes.childrenOf('')).toEqual(['c', 'a', 'b', 'e', 'd'])
  nodes.bringForward(['d'])
  expect(nodes.childrenOf('')).toEqual(['c', 'a', 'b', 'e', 'd'])
  nodes.sendBackward(['b', 'd', 'c'])
  expect(nodes.childrenOf('')).toEqual(['c', 'b', 'a', 'd', 'e'])
})

test('[ST3] nodes that do not move are not written, and what is there already writes nothing', () => {
  const replica = stack('a', 'b', 'c')
  const { nodes } = replica.canvas
  const before = replica.bytes
  nodes.bringToFront(['c'])
  nodes.sendToBack(['a', 'b'])
  nodes.bringForward(['b', 'c'])
  expect(replica.bytes).toEqual(before)
  replica.changes.length = 0
  nodes.bringToFront(['a'])
  expect(replica.changes).toMatchObject([[{ id: 'a', key: 'z' }]])
})

test('[ST4] each stays among its own siblings, and the painting order goes depth first', () => {
  const { nodes } = stack('a', 'b').canvas
  for (const id of ['a1', 'a2']) nodes.create({ type: 'box', id, parent: 'a' })
  expect(nodes.inOrder()).toEqual(['a', 'a1', 'a2', 'b'])
  expect(nodes.inOrder()).toBe(nodes.inOrder())
  nodes.bringToFront(['a', 'a1'])
  expect(nodes.inOrder()).toEqual(['b', 'a', 'a2', 'a1'])
})

test('[ST5] keys that are equal or no fractional indexes throw nothing, and a new node is in front of what can be passed', () => {
  const { canvas, doc } = stack('a', 'b', 'c', 'd')
  const { nodes } = canvas
  const z = (id: string, key: unknown): void =>
    void (doc.getMap('nodes').get(id) as Y.Map<unknown>).set('z', key)
  for (const [id, key] of [
    ['a', 'a0'],
    ['b', 'a1'],
    ['c', 'a1'],
    ['d', 'a2'],
  ])
    z(id!, key)
  nodes.bringForward(['a'])
  expect(nodes.childrenOf('')).toEqual(['b', 'c', 'a', 'd'])
  nodes.sendBackward(['a'])
  expect(nodes.childrenOf('')).toEqual(['a', 'b', 'c', 'd'])
  for (const key of ['', '~~~', 'z', 7]) {
    z('d', key)
    nodes.bringToFront(['a'])
    nodes.sendToBack(['b'])
    nodes.bringForward(['c'])
    nodes.sendBackward(['d'])
    nodes.create({ type: 'box' })
  }
  expect(nodes.childrenOf('')).toHaveLength(8)
})

test('[ST5] keys of hundreds of letters, which any client can write, stop nobody', () => {
  const { canvas, doc } = stack('a', 'b', 'c')
  const long = `a1${'V'.repeat(300)}`
  for (const [id, key] of Object.entries({ a: `${long}1`, b: `${long}2`, c: 'a2' }))
    (doc.getMap('nodes').get(id) as Y.Map<unknown>).set('z', key)
  canvas.nodes.bringForward(['a'])
  canvas.nodes.sendBackward(['c'])
  expect(orderKeysBetween(long, 'a2', 2).every((key) => key < 'a2')).toBe(true)
})

test('[ST6] two people who bring something to the front at the same time do not get the same key', () => {
  const keys = new Set(Array.from({ length: 200 }, () => orderKeysBetween('a1', null, 1)[0]))
  expect(keys.size).toBeGreaterThan(150)
  const many = orderKeysBetween('a1', 'a2', 500)
  expect([...many].sort()).toEqual(many)
  expect(new Set(many).size).toBe(500)
})
