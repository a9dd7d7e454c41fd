import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Replica } from '../support/replica.ts'

const box = { type: 'box', w: 10, h: 10 }

/** `outer` at 100, in it `inner` at 10, in that `leaf` at 1; beside them `other`. */
function nested(): Replica {
  const replica = new Replica()
  const { nodes } = replica.canvas
  nodes.create({ ...box, id: 'outer', x: 100, y: 200 })
  nodes.create({ ...box, id: 'inner', parent: 'outer', x: 10, y: 20 })
  nodes.create({ ...box, id: 'leaf', parent: 'inner', x: 1, y: 2 })
  nodes.create({ ...box, id: 'other', x: 500, y: 500 })
  return replica
}

test('[GR1] children, descendants and places follow every edit, also inside a batch', () => {
  const { canvas } = nested()
  const { nodes } = canvas
  expect([nodes.childrenOf(''), nodes.childrenOf('outer')]).toEqual([['outer', 'other'], ['inner']])
  expect(nodes.descendantsOf('outer')).toEqual(['inner', 'leaf'])
  expect(nodes.placeOf('leaf')).toEqual({ x: 111, y: 222 })
  expect([nodes.placeOf('nobody'), nodes.childrenOf('nobody')]).toEqual([undefined, []])
  canvas.batch(() => {
    canvas.nodes.update('leaf', { parent: 'other', x: 0, y: 0 })
    expect(canvas.nodes.childrenOf('other')).toEqual(['leaf'])
    expect(canvas.nodes.placeOf('leaf')).toEqual({ x: 500, y: 500 })
  })
})

test('[GR2] setParent keeps every place on the canvas and puts the nodes in front of what is there, in their order', () => {
  const { nodes } = nested().canvas
  nodes.create({ ...box, id: 'there', parent: 'other' })
  nodes.create({ ...box, id: 'late', x: 3, y: 3 })
  const before = ['inner', 'leaf', 'late'].map((id) => nodes.placeOf(id))
  expect(nodes.setParent(['late', 'inner', 'leaf', 'nobody'], 'other')).toBe(true)
  expect(['inner', 'leaf', 'late'].map((id) => nodes.placeOf(id))).toEqual(before)
  expect(nodes.childrenOf('other')).toEqual(['there', 'inner', 'late'])
  expect(nodes.get('leaf')!.parent).toBe('inner')
})

test('[GR3] a parent that is gone, or that lies in the node, is refused and changes nothing', () => {
  const replica = nested()
  const { nodes } = replica.canvas
  const before = replica.bytes
  expect(nodes.setParent(['outer'], 'leaf')).toBe(false)
  expect(nodes.setParent(['outer', 'other'], 'outer')).toBe(false)
  expect(nodes.update('outer', { parent: 'leaf' })).toBe(false)
  expect(nodes.update('outer', { parent: 'outer' })).toBe(false)
  expect(replica.rejects).toEqual([])
  expect(nodes.setParent(['other'], 'nobody')).toBe(false)
  expect(nodes.setParent(['nobody'], 'other')).toBe(false)
  expect(replica.rejects).toMatchObject([{ reason: 'gone', nodes: ['nobody'] }])
  expect(replica.bytes).toEqual(before)
})

test('[GR4] group makes a box around its nodes, where the frontmost of them was; ungroup undoes that', () => {
  const { nodes } = nested().canvas
  nodes.create({ ...box, id: 'a', parent: 'outer', x: 50, y: 50 })
  nodes.create({ ...box, id: 'b', parent: 'outer', x: 80, y: 40, w: 20, h: 5 })
  nodes.create({ ...box, id: 'front', parent: 'outer' })
  const id = nodes.group(['b', 'a'], { type: 'group', data: { label: 'g' } })!
  expect(nodes.get(id)).toMatchObject({
    type: 'group',
    parent: 'outer',
    x: 50,
    y: 40,
    w: 50,
    h: 20,
    data: { label: 'g' },
  })
  expect(nodes.childrenOf('outer')).toEqual(['inner', id, 'front'])
  expect(nodes.childrenOf(id)).toEqual(['a', 'b'])
  expect(nodes.placeOf('b')).toEqual({ x: 180, y: 240 })
  expect(nodes.ungroup(id)).toEqual(['a', 'b'])
  expect(nodes.has(id)).toBe(false)
  expect(nodes.childrenOf('outer')).toEqual(['inner', 'a', 'b', 'front'])
  expect(nodes.placeOf('b')).toEqual({ x: 180, y: 240 })
  expect([nodes.group(['nobody'], { type: 'group' }), nodes.ungroup('nobody')]).toEqual([undefined, []])
})

test('[GR5] grouping, and ungrouping, is one update and one undo step', () => {
  const replica = nested()
  const { content } = replica
  replica.history.clear()
  let updates = 0
  replica.doc.on('update', () => updates++)
  const id = replica.canvas.nodes.group(['leaf', 'other'], { type: 'group' })!
  expect(replica.canvas.nodes.get(id)).toMatchObject({ parent: '', x: 111, y: 222 })
  expect(updates).toBe(1)
  const grouped = replica.content
  replica.history.undo()
  expect(replica.content).toEqual(content)
  replica.history.redo()
  expect(replica.content).toEqual(grouped)
  replica.canvas.nodes.ungroup(id)
  replica.history.undo()
  expect(replica.content).toEqual(grouped)
})

test('[GR6] removing a node takes everything in it along, with every edge at any of it, in one step', () => {
  const replica = nested()
  const { canvas, history } = replica
  canvas.edges.create({ id: 'e', source: ['leaf', ''], target: ['other', ''] })
  canvas.edges.create({ id: 'o', source: ['other', ''], target: ['other', ''] })
  const { content } = replica
  let updates = 0
  replica.doc.on('update', () => updates++)
  canvas.nodes.remove(['outer', 'leaf', 'nobody'])
  expect(updates).toBe(1)
  expect([...canvas.nodes.all()].map(({ id }) => id)).toEqual(['other'])
  expect([...canvas.edges.all()].map(({ id }) => id)).toEqual(['o'])
  history.undo()
  expect(replica.content).toEqual(content)
})

test('[GR7] a missing parent leaves its children on the canvas, and in a cycle every walk ends', () => {
  const { canvas, doc } = nested()
  const { nodes } = canvas
  doc.getMap('nodes').delete('outer')
  expect(nodes.childrenOf('')).toEqual(['inner', 'other'])
  expect([nodes.childrenOf('outer'), nodes.placeOf('leaf')]).toEqual([[], { x: 11, y: 22 }])
  const set = (id: string, parent: string): void =>
    void (doc.getMap('nodes').get(id) as Y.Map<unknown>).set('pl', [parent, 1, 1])
  set('inner', 'leaf')
  expect(nodes.descendantsOf('inner')).toEqual(['leaf'])
  expect(nodes.placeOf('inner')).toEqual({ x: 2, y: 3 })
  expect(new Set(nodes.inOrder())).toEqual(new Set(['inner', 'leaf', 'other']))
  expect(nodes.setParent(['inner'], '')).toBe(true)
  set('leaf', 'leaf')
  expect(nodes.placeOf('leaf')).toEqual({ x: 1, y: 1 })
  expect(nodes.descendantsOf('leaf')).toEqual([])
  nodes.create({ ...box, id: 'outer', x: 7, y: 7 })
  nodes.remove('leaf')
  expect([...nodes.inOrder()].sort()).toEqual(['inner', 'other', 'outer'])
})

test('[GR8] whatever happens to a document, the index says what a scan of it says', () => {
  const id = fc.integer({ min: 0, max: 6 }).map(String)
  const parent = fc.oneof(id, fc.constant(''))
  const z = fc.constantFrom('a0', 'a1', 'a1V', 'not a key', '')
  const edit: fc.Arbitrary<(replica: Replica) => void> = fc.oneof(
    fc.tuple(id, parent, z).map(([node, to, order]) => ({ doc }: Replica) => {
      doc.getMap('nodes').set(
        node,
        new Y.Map<unknown>([
          ['t', 'box'],
          ['pl', [to, 1, 2]],
          ['z', order],
        ]),
      )
    }),
    fc.tuple(id, parent).map(([node, to]) => ({ doc }: Replica) => {
      const entry = doc.getMap('nodes').get(node)
      if (entry instanceof Y.Map) entry.set('pl', [to, 3, 4])
    }),
    id.map(
      (node) =>
        ({ doc }: Replica) =>
          doc.getMap('nodes').delete(node),
    ),
    id.map(
      (node) =>
        ({ canvas }: Replica) =>
          canvas.nodes.remove(node),
    ),
    fc.tuple(fc.array(id), parent).map(
      ([ids, to]) =>
        ({ canvas }: Replica) =>
          void canvas.nodes.setParent(ids, to),
    ),
    fc.array(id).map(
      (ids) =>
        ({ canvas }: Replica) =>
          void canvas.nodes.group(ids, { type: 'group' }),
    ),
    id.map(
      (node) =>
        ({ canvas }: Replica) =>
          void canvas.nodes.ungroup(node),
    ),
    fc.array(id).map(
      (ids) =>
        ({ canvas }: Replica) =>
          void canvas.nodes.bringForward(ids),
    ),
    fc.array(id).map(
      (ids) =>
        ({ canvas }: Replica) =>
          void canvas.nodes.sendToBack(ids),
    ),
  )
  fc.assert(
    fc.property(fc.array(fc.array(edit, { maxLength: 4 }), { maxLength: 15 }), (turns) => {
      const replica = new Replica()
      const { nodes } = replica.canvas
      for (const edits of turns) {
        replica.canvas.batch(() => edits.forEach((each) => each(replica)))
        const all = [...nodes.all()]
        const known = new Set(all.map((node) => node.id))
        const byOrder = [...all].sort((a, b) => (a.z < b.z || (a.z === b.z && a.id < b.id) ? -1 : 1))
        for (const each of ['', ...known]) {
          const children = byOrder.filter((node) => (known.has(node.parent) ? node.parent : '') === each)
          expect(nodes.childrenOf(each)).toEqual(children.map((node) => node.id))
        }
        expect([...nodes.inOrder()].sort()).toEqual([...known].sort())
      }
    }),
    { numRuns: 300 },
  )
})
