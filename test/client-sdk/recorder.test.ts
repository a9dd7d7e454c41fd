import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Replica } from '../support/replica.ts'

const box = { type: 'box', x: 1, y: 2, w: 3, h: 4 }

test('[RC1] one edit is told as one key with its value before and after', () => {
  const replica = new Replica()
  replica.canvas.nodes.create({ ...box, id: 'a' })
  replica.changes.length = 0
  replica.canvas.nodes.update('a', { x: 9, data: { label: 'x' } })
  expect(replica.changes).toEqual([
    [
      {
        is: 'key',
        root: 'nodes',
        id: 'a',
        key: 'pl',
        before: { json: ['', 1, 2] },
        after: { json: ['', 9, 2] },
      },
      { is: 'key', root: 'nodes', id: 'a', key: 'd:label', before: undefined, after: { json: 'x' } },
    ],
  ])
})

test('[RC2] nested batches are one list, from the values before the first to those after the last', () => {
  const replica = new Replica()
  replica.canvas.nodes.create({ ...box, id: 'a' })
  replica.changes.length = 0
  replica.canvas.batch(() => {
    replica.canvas.nodes.update('a', { x: 5 })
    replica.canvas.batch(() => replica.canvas.nodes.update('a', { x: 6, y: 6 }))
    replica.doc.getMap('meta').set('name', 'plan')
    replica.canvas.nodes.create({ ...box, id: 'b' })
    replica.canvas.nodes.update('b', { x: 7 })
  })
  expect(replica.changes).toHaveLength(1)
  expect(replica.changes[0]).toMatchObject([
    { is: 'entry', id: 'b', before: undefined },
    { key: 'pl', before: { json: ['', 1, 2] }, after: { json: ['', 6, 6] } },
    { root: 'meta', id: '', key: 'name', after: { json: 'plan' } },
  ])
  expect((replica.changes[0]![0]!.after as Map<string, unknown>).get('pl')).toEqual({ json: ['', 7, 2] })
})

test('[RC3] a deleted entry is told whole, with the values before the transaction and the text in it', () => {
  const replica = new Replica()
  replica.canvas.nodes.create({ ...box, id: 'p', x: 100, y: 200 })
  replica.canvas.nodes.create({ ...box, id: 'a', parent: 'p', data: { label: 'l' } })
  const text = new Y.Text('one')
  ;(replica.doc.getMap('nodes').get('a') as Y.Map<unknown>).set('d:note', text)
  text.format(0, 1, { bold: true })
  replica.changes.length = 0
  replica.canvas.batch(() => {
    replica.canvas.nodes.update('a', { x: 50 })
    text.insert(3, '!')
    replica.canvas.nodes.update('p', { x: 0 })
    replica.canvas.nodes.remove('a')
  })
  const change = replica.changes[0]!.find(({ is }) => is === 'entry')
  expect(change).toMatchObject({
    is: 'entry',
    root: 'nodes',
    id: 'a',
    after: undefined,
    parentPlace: [100, 200],
  })
  expect([...(change!.before as Map<string, unknown>)].filter(([key]) => key !== 'z')).toEqual([
    ['t', { json: 'box' }],
    ['pl', { json: ['p', 1, 2] }],
    ['sz', { json: [3, 4] }],
    ['d:label', { json: 'l' }],
    ['d:note', { text: [{ insert: 'o', attributes: { bold: true } }, { insert: 'ne' }] }],
  ])
})

test('[RC4] an edit inside a text is told as the text before and after', () => {
  const replica = new Replica()
  replica.canvas.nodes.create({ ...box, id: 'a' })
  const text = new Y.Text('one')
  ;(replica.doc.getMap('nodes').get('a') as Y.Map<unknown>).set('d:note', text)
  replica.changes.length = 0
  replica.doc.transact(() => {
    text.delete(0, 1)
    text.insert(0, 'O')
  })
  expect(replica.changes).toEqual([
    [
      {
        ...{ is: 'key', root: 'nodes', id: 'a', key: 'd:note', parentPlace: undefined },
        ...{ before: { text: [{ insert: 'one' }] }, after: { text: [{ insert: 'One' }] } },
      },
    ],
  ])
})

test('[RC5] what the server sent is not told, also when it overwrites what was written here', () => {
  const left = new Replica(1)
  const right = new Replica(2)
  left.canvas.nodes.create({ ...box, id: 'a' })
  right.receive(left)
  expect(right.changes).toEqual([])
  right.canvas.nodes.update('a', { x: 7 })
  left.canvas.nodes.update('a', { x: 8 })
  left.changes.length = 0
  left.exchange(right)
  expect(left.changes).toEqual([])
  expect(left.canvas.nodes.get('a')!.x).toBe(7)
  left.canvas.nodes.update('a', { x: 9 })
  expect(left.changes).toMatchObject([[{ before: { json: ['', 7, 2] }, after: { json: ['', 9, 2] } }]])
})

test('[RC6] raw edits of an application are told like those of the verbs, also entries of another shape', () => {
  const replica = new Replica()
  const nodes = replica.doc.getMap('nodes')
  nodes.set('alien', 5)
  nodes.set('alien', 6)
  nodes.set('raw', new Y.Map([['t', 'box']]))
  nodes.set('raw', new Y.Map([['t', 'ball']]))
  expect(replica.changes).toMatchObject([
    [{ is: 'key', id: '', key: 'alien', before: undefined, after: { json: 5 } }],
    [{ is: 'key', id: '', key: 'alien', before: { json: 5 }, after: { json: 6 } }],
    [{ is: 'entry', id: 'raw', before: undefined }],
    [{ before: new Map([['t', { json: 'box' }]]), after: new Map([['t', { json: 'ball' }]]) }],
  ])
})

test('[RC7] what cancels out within one transaction is not told', () => {
  const replica = new Replica()
  replica.canvas.batch(() => {
    replica.canvas.nodes.create({ ...box, id: 'a' })
    replica.canvas.nodes.remove('a')
  })
  expect(replica.changes).toEqual([])
})
