import { expect, test } from 'vitest'
import type { ChangeSet } from '../../client-sdk/src/canvas/canvas.ts'
import { Replica } from '../support/replica.ts'

/** A canvas on which the nodes in `moved` are shown elsewhere, and what it told frame by frame. */
function covered() {
  const replica = new Replica()
  const moved = new Map<string, number>()
  replica.canvas.overlayNodes((node) => {
    const x = moved.get(node.id)
    return x === undefined ? node : { ...node, x, heldBy: 3 }
  })
  const id = replica.canvas.nodes.create({ type: 'card', x: 1, y: 2 })
  const other = replica.canvas.nodes.create({ type: 'card' })
  replica.frames.next()
  const told: ChangeSet[] = []
  replica.canvas.subscribe((changes) => told.push(changes))
  return { nodes: replica.canvas.nodes, replica, moved, id, other, told }
}

test('[OV1] a node is read as its overlay shows it, and as the document has it by committed', () => {
  const { replica, nodes, moved, id } = covered()
  const before = nodes.get(id)
  expect(before?.heldBy).toBeUndefined()
  moved.set(id, 50)
  replica.canvas.cover([id])
  expect(nodes.get(id)).toMatchObject({ x: 50, y: 2, heldBy: 3 })
  expect(nodes.get(id)).toBe(nodes.get(id))
  expect(nodes.committed(id)).toBe(before)
  moved.delete(id)
  replica.canvas.cover([id])
  expect(nodes.get(id)).toBe(before)
})

test('[OV2] only the covered nodes are told of, once per frame', () => {
  const { replica, nodes, moved, id, other, told } = covered()
  const heard: unknown[] = []
  nodes.subscribe(id, (node) => heard.push(node?.x))
  nodes.subscribe(other, () => heard.push('other'))
  for (const x of [10, 20, 30]) {
    moved.set(id, x)
    replica.canvas.cover([id, 'unknown'])
  }
  replica.frames.next()
  expect(heard).toEqual([30])
  expect(told.map((changes) => changes.nodes)).toEqual([{ added: [], updated: [id], removed: [] }])
})

test('[OV3] an edit of a covered node starts from the document, not from the overlay', () => {
  const { replica, nodes, moved, id } = covered()
  moved.set(id, 50)
  replica.canvas.cover([id])
  nodes.update(id, { y: 9 })
  expect(nodes.committed(id)).toMatchObject({ x: 1, y: 9 })
  expect(nodes.get(id)).toMatchObject({ x: 50, y: 9 })
  nodes.update(id, { x: 50 })
  expect(nodes.committed(id)).toMatchObject({ x: 50, y: 9 })
})
