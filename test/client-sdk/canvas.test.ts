import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Canvas, type ChangeSet } from '../../client-sdk/src/canvas/canvas.ts'
import { FrameLoop } from '../../client-sdk/src/frame-loop.ts'
import type { Environment } from '../../client-sdk/src/environment.ts'

/** A canvas whose animation frames come when the test says so. */
function open(doc = new Y.Doc()): {
  canvas: Canvas
  doc: Y.Doc
  frame(): ChangeSet[]
  updates: Uint8Array[]
} {
  const due: (() => void)[] = []
  const frames = new FrameLoop({ onFrame: (run: () => void) => void due.push(run) } as unknown as Environment)
  let ids = 0
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const canvas = new Canvas(doc, frames, () => `id${ids++}`)
  const changes: ChangeSet[] = []
  canvas.subscribe((change) => changes.push(change))
  return {
    canvas,
    doc,
    updates,
    frame: () => {
      for (const run of due.splice(0)) run()
      return changes.splice(0)
    },
  }
}

const service = { type: 'service', x: 1, y: 2, w: 3, h: 4 }

test('[CV1] a node reads back as it was created, frozen, and is one object until it changes', () => {
  const { canvas } = open()
  const id = canvas.nodes.create({
    ...service,
    parent: 'p',
    rotation: 30,
    style: { fill: 'red' },
    data: { label: 'a' },
  })
  const node = canvas.nodes.get(id)!
  expect(node).toMatchObject({
    ...service,
    id,
    parent: 'p',
    rotation: 30,
    style: { fill: 'red' },
    data: { label: 'a' },
  })
  expect(Object.isFrozen(node)).toBe(true)
  expect(canvas.nodes.get(id)).toBe(node)
  canvas.nodes.update(id, { x: 9 })
  expect(canvas.nodes.get(id)).not.toBe(node)
  expect(canvas.nodes.get(id)!.x).toBe(9)
})

test('[CV2] positions are kept in quarter pixels, and numbers that are not finite are refused', () => {
  const { canvas, doc } = open()
  const id = canvas.nodes.create({ type: 't', x: 1.1, y: -2.3 })
  expect(canvas.nodes.get(id)).toMatchObject({ x: 1, y: -2.25 })
  expect(() => canvas.nodes.create({ type: 't', x: NaN })).toThrow(RangeError)
  const before = Y.encodeStateVector(doc)
  expect(() => canvas.nodes.update(id, { y: Infinity })).toThrow(RangeError)
  expect(Y.encodeStateVector(doc)).toEqual(before)
})

test('[CV3] writing what is already there writes nothing', () => {
  const { canvas, updates } = open()
  const id = canvas.nodes.create({ ...service, data: { label: 'a' } })
  const before = updates.length
  canvas.nodes.update(id, { x: 1, y: 2, w: 3, h: 4, data: { label: 'a', other: undefined } })
  expect(updates).toHaveLength(before)
})

test('[CV3] what is not written leaves the node and the edge the same objects', () => {
  const { canvas } = open()
  const id = canvas.nodes.create({ ...service, data: { label: 'a' } })
  const edge = canvas.edges.create({ source: [id, ''], target: [id, ''] })
  const before = [canvas.nodes.get(id), canvas.edges.get(edge)]
  canvas.nodes.update(id, { style: undefined, locked: false, data: { label: 'a', other: undefined } })
  canvas.edges.update(edge, { style: undefined, waypoints: [], data: { other: undefined } })
  expect(canvas.nodes.get(id)).toBe(before[0])
  expect(canvas.edges.get(edge)).toBe(before[1])
})

test('[CV4] a batch is one update and one notification', () => {
  const { canvas, updates, frame } = open()
  canvas.batch(() => {
    canvas.nodes.create({ ...service, id: 'a' })
    canvas.nodes.create({ ...service, id: 'b' })
    canvas.edges.create({ id: 'e', source: ['a', ''], target: ['b', ''] })
  })
  expect(updates).toHaveLength(1)
  expect(frame()).toEqual([
    {
      nodes: { added: ['a', 'b'], updated: [], removed: [] },
      edges: { added: ['e'], updated: [], removed: [] },
    },
  ])
})

test('[CV5] what came and went between two frames is not told', () => {
  const { canvas, frame } = open()
  canvas.nodes.create({ ...service, id: 'a' })
  canvas.nodes.remove('a')
  expect(frame()).toEqual([])
})

test('[CV6] removing a node removes its edges with it', () => {
  const { canvas, frame, doc } = open()
  for (const id of ['a', 'b', 'c']) canvas.nodes.create({ ...service, id })
  canvas.edges.create({ id: 'ab', source: ['a', ''], target: ['b', ''] })
  canvas.edges.create({ id: 'bc', source: ['b', ''], target: ['c', ''] })
  frame()
  canvas.nodes.remove('a')
  expect(doc.getMap('edges').size).toBe(1)
  expect(frame()).toEqual([
    { nodes: { added: [], updated: [], removed: ['a'] }, edges: { added: [], updated: [], removed: ['ab'] } },
  ])
  expect(canvas.edges.of('b').map(({ id }) => id)).toEqual(['bc'])
})

test('[CV7] an edge whose node is gone is hidden, not deleted, and shows again with the node', () => {
  const { canvas, frame, doc } = open()
  for (const id of ['a', 'b']) canvas.nodes.create({ ...service, id })
  canvas.edges.create({ id: 'ab', source: ['a', ''], target: ['b', ''] })
  frame()
  doc.getMap('nodes').delete('a')
  expect(canvas.edges.get('ab')).toBeUndefined()
  expect(frame()[0]!.edges.removed).toEqual(['ab'])
  expect(doc.getMap('edges').has('ab')).toBe(true)
  canvas.nodes.create({ ...service, id: 'a' })
  expect(frame()[0]!.edges.added).toEqual(['ab'])
})

test('[CV7] an entry that becomes a node, or none, by a single key shows or hides its edges with it', () => {
  const { canvas, doc, frame } = open()
  canvas.nodes.create({ ...service, id: 'a' })
  canvas.nodes.create({ ...service, id: 'b' })
  canvas.edges.create({ id: 'ab', source: ['a', ''], target: ['b', ''] })
  frame()
  const entry = doc.getMap('nodes').get('a') as Y.Map<unknown>
  entry.set('pl', ['', NaN, 0])
  expect(canvas.edges.has('ab')).toBe(false)
  expect(frame()).toMatchObject([{ nodes: { removed: ['a'] }, edges: { removed: ['ab'] } }])
  entry.set('pl', ['', 1, 0])
  expect(canvas.edges.has('ab')).toBe(true)
  expect(frame()).toMatchObject([{ nodes: { added: ['a'] }, edges: { added: ['ab'] } }])
  entry.delete('pl')
  frame()
  // As an undo writes it: read within the transaction, and told of at its end.
  canvas.batch(() => {
    entry.set('pl', ['', 2, 0])
    canvas.wrote('nodes', 'a')
    expect(canvas.edges.has('ab')).toBe(true)
  })
  expect(frame()).toMatchObject([{ nodes: { added: ['a'] }, edges: { added: ['ab'] } }])
})

test('[CV8] only the subscribers of what changed run, once per frame', () => {
  const { canvas, frame } = open()
  for (let index = 0; index < 100; index++) canvas.nodes.create({ ...service, id: `n${index}` })
  frame()
  const told: string[] = []
  for (let index = 0; index < 100; index++) canvas.nodes.subscribe(`n${index}`, () => told.push(`n${index}`))
  for (let step = 0; step < 5; step++) canvas.nodes.update('n7', { x: 100 + step })
  canvas.nodes.remove('n8')
  frame()
  expect(told.sort()).toEqual(['n7', 'n8'])
})

test('[CV9] moving a node does not touch its edges', () => {
  const { canvas, frame } = open()
  for (const id of ['a', 'b']) canvas.nodes.create({ ...service, id })
  canvas.edges.create({ id: 'ab', source: ['a', ''], target: ['b', ''] })
  frame()
  const edge = canvas.edges.get('ab')
  canvas.nodes.update('a', { x: 50 })
  expect(frame()).toEqual([
    { nodes: { added: [], updated: ['a'], removed: [] }, edges: { added: [], updated: [], removed: [] } },
  ])
  expect(canvas.edges.get('ab')).toBe(edge)
})

test('[CV10] a delete beats a concurrent move, in both orders of clientIDs', () => {
  for (const [first, second] of [
    [1, 2],
    [2, 1],
  ]) {
    const left = open(Object.assign(new Y.Doc(), { clientID: first }))
    const right = open(Object.assign(new Y.Doc(), { clientID: second }))
    left.canvas.nodes.create({ ...service, id: 'a' })
    Y.applyUpdate(right.doc, Y.encodeStateAsUpdate(left.doc))
    left.canvas.nodes.remove('a')
    right.canvas.nodes.update('a', { x: 99 })
    Y.applyUpdate(right.doc, Y.encodeStateAsUpdate(left.doc))
    Y.applyUpdate(left.doc, Y.encodeStateAsUpdate(right.doc))
    expect([left.canvas.nodes.has('a'), right.canvas.nodes.has('a')]).toEqual([false, false])
  }
})

test('[CV11] a new node is on top, also of what others put on top', () => {
  const { canvas, doc } = open()
  const first = canvas.nodes.create(service)
  const remote = open()
  Y.applyUpdate(remote.doc, Y.encodeStateAsUpdate(doc))
  const theirs = remote.canvas.nodes.create({ ...service, id: 'theirs' })
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(remote.doc))
  const last = canvas.nodes.create(service)
  const z = [first, theirs, last].map((id) => canvas.nodes.get(id)!.z)
  expect([...z].sort()).toEqual(z)
})

test('[CV12] an existing id, another schema, and hostile keys do no harm', () => {
  const { canvas, doc } = open()
  canvas.nodes.create({ ...service, id: '__proto__', data: { __proto__: 1, constructor: 'x' } })
  expect(canvas.nodes.get('__proto__')!.data['constructor']).toBe('x')
  expect(() => canvas.nodes.create({ ...service, id: '__proto__' })).toThrow(/exists/)
  doc.getMap('nodes').set('alien', 'text')
  expect(canvas.nodes.get('alien')).toBeUndefined()
  expect([...canvas.nodes.all()]).toHaveLength(1)
  expect(canvas.nodes.update('nobody', { x: 1 })).toBe(false)
})

test('[CV12] numbers that are none, from another client, are never shown', () => {
  const { canvas, doc } = open()
  const entry = (pl: unknown, sz: unknown, rt: unknown): Y.Map<unknown> =>
    new Y.Map(Object.entries({ t: 'service', pl, sz, rt }))
  doc.getMap('nodes').set('nowhere', entry(['', NaN, 5], [1, 1], 0))
  doc.getMap('nodes').set('endless', entry(['', 0, Infinity], [1, 1], 0))
  doc.getMap('nodes').set('shapeless', entry(['', 1, 2], [NaN, 1], NaN))
  expect([...canvas.nodes.all()].map(({ id }) => id)).toEqual(['shapeless'])
  expect(canvas.nodes.get('shapeless')).toMatchObject({ x: 1, y: 2, w: 0, h: 0, rotation: 0 })
})

test('[CV13] frames of drag on one node cost under a byte each once merged by the document', () => {
  const { canvas, doc } = open()
  canvas.nodes.create({ ...service, id: 'a' })
  const before = Y.encodeStateAsUpdateV2(doc).length
  for (let step = 0; step < 1_000; step++) canvas.nodes.update('a', { x: step, y: step * 2 })
  expect(Y.encodeStateAsUpdateV2(doc).length - before).toBeLessThan(100)
})

test('[CV14] inside a batch every read sees what the batch has written so far', () => {
  const { canvas } = open()
  canvas.nodes.create({ ...service, id: 'a' })
  canvas.nodes.create({ ...service, id: 'b' })
  canvas.nodes.get('a')
  canvas.batch(() => {
    canvas.nodes.update('a', { x: 5 })
    expect(canvas.nodes.get('a')!.x).toBe(5)
    canvas.nodes.update('a', { y: 7 })
    canvas.edges.create({ id: 'ab', source: ['a', ''], target: ['b', ''] })
    expect(canvas.edges.of('a').map(({ id }) => id)).toEqual(['ab'])
    canvas.edges.update('ab', { data: { label: 'x' } })
    canvas.edges.update('ab', { source: ['b', ''] })
    expect(canvas.edges.of('a')).toEqual([])
  })
  expect(canvas.nodes.get('a')).toMatchObject({ x: 5, y: 7 })
  expect(canvas.edges.get('ab')).toMatchObject({ source: ['b', ''], data: { label: 'x' } })
  canvas.batch(() => {
    canvas.edges.create({ id: 'aa', source: ['a', ''], target: ['a', ''] })
    canvas.nodes.remove('a')
    expect(canvas.nodes.get('a')).toBeUndefined()
    expect(canvas.edges.get('aa')).toBeUndefined()
  })
  expect(canvas.edges.size).toBe(1)
})
