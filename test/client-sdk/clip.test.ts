import { expect, test } from 'vitest'
import type { Clip } from '../../client-sdk/src/canvas/clip.ts'
import { Replica } from '../support/replica.ts'

/** A frame with a node in it, another beside it, and edges among them. */
function drawn(): Replica {
  const replica = new Replica()
  const { nodes, edges } = replica.canvas
  nodes.create({ type: 'frame', id: 'frame', x: 100, y: 100, w: 50, h: 50 })
  nodes.create({
    ...{ type: 'box', id: 'in', parent: 'frame', x: 5, y: 6, w: 1, h: 2 },
    ...{ rotation: 45, locked: true, style: { fill: 'red' }, data: { label: 'l' } },
  })
  nodes.create({ type: 'box', id: 'out', x: 300, y: 0 })
  edges.create({
    id: 'e',
    source: ['in', 'o'],
    target: ['out', 'i'],
    type: 'call',
    waypoints: [[1, 2]],
    data: { n: 1 },
  })
  edges.create({ id: 'self', source: ['in', ''], target: ['in', ''] })
  return replica
}

test('[CP1] a copy has new ids, everything in its nodes and the edges among them, as one update and one undo step', () => {
  const replica = drawn()
  const { nodes, edges } = replica.canvas
  const { content } = replica
  let updates = 0
  replica.doc.on('update', () => updates++)
  const [frame, out] = replica.canvas.paste(replica.canvas.copy(['out', 'frame']), { dx: 10, dy: 20 })
  expect(updates).toBe(1)
  expect([nodes.size, edges.size]).toEqual([6, 4])
  expect(nodes.get(frame!)).toMatchObject({ type: 'frame', x: 110, y: 120, w: 50, h: 50 })
  expect(nodes.get(out!)).toMatchObject({ x: 310, y: 20 })
  const [inner] = nodes.childrenOf(frame!)
  const { id: _, parent: __, ...copied } = nodes.get(inner!)!
  expect(nodes.get('in')).toMatchObject(copied)
  expect(edges.of(out!)).toMatchObject([
    { source: [inner, 'o'], target: [out, 'i'], type: 'call', waypoints: [[1, 2]], data: { n: 1 } },
  ])
  replica.history.undo()
  expect(replica.content).toEqual(content)
})

test('[CP2] an edge with one end outside of the copy stays behind', () => {
  const { canvas } = drawn()
  expect(canvas.copy(['frame']).edges).toHaveLength(1)
  expect(canvas.copy(['out', 'nobody'])).toMatchObject({ nodes: [{ id: 'out' }], edges: [] })
})

test('[CP3] a copy goes back into the parent it had, or into the one that is named, at the same place of the canvas', () => {
  const { canvas } = drawn()
  const clip = canvas.copy(['in'])
  const [beside] = canvas.paste(clip, { dx: 1 })
  expect(canvas.nodes.get(beside!)).toMatchObject({ parent: 'frame', x: 6, y: 6 })
  const [out] = canvas.paste(clip, { parent: '' })
  expect(canvas.nodes.get(out!)).toMatchObject({ parent: '', x: 105, y: 106 })
  canvas.nodes.remove('frame')
  const [alone] = canvas.paste(clip)
  expect(canvas.nodes.get(alone!)).toMatchObject({ parent: '', x: 105, y: 106 })
})

test('[CP4] a clip is plain JSON and can be pasted into another room', () => {
  const clip = drawn().canvas.copy(['frame', 'out'])
  expect(JSON.parse(JSON.stringify(clip))).toEqual(clip)
  const other = new Replica(9)
  expect(other.canvas.paste(JSON.parse(JSON.stringify(clip)) as Clip)).toHaveLength(2)
  expect([other.canvas.nodes.size, other.canvas.edges.size]).toEqual([3, 2])
  for (const wrong of [null, 'text', {}, { coplane: 'clip' }])
    expect(() => other.canvas.paste(wrong as Clip)).toThrow(TypeError)
})
