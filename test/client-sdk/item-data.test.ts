import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Schema } from '../../client-sdk/src/model/schema.ts'
import { Replica } from '../support/replica.ts'

const schema: Schema = {
  version: 1,
  strictTypes: true,
  nodes: {
    service: {
      strict: true,
      data: {
        replicas: { type: 'number', min: 0 },
        note: { merge: 'text' },
        open: { merge: 'local' },
        tags: { type: 'array', merge: 'atomic' },
      },
    },
    group: {},
  },
  edges: { call: { data: { rate: { type: 'number' }, hover: { merge: 'local' } } } },
}

function open(): Replica {
  return new Replica(undefined, schema)
}

test('[SC1] what the schema does not allow changes no byte, and is a typed reject; no verb throws for it', () => {
  const replica = open()
  const { nodes, edges } = replica.canvas
  const id = nodes.create({ type: 'service', data: { replicas: 2 } })
  const edge = edges.create({ type: 'call', source: [id, ''], target: [id, ''] })
  const before = replica.bytes
  expect(nodes.update(id, { x: 9, data: { replicas: -1 } })).toBe(false)
  expect(nodes.update(id, { data: { other: 1 } })).toBe(false)
  expect(edges.update(edge, { data: { rate: 'fast' } })).toBe(false)
  expect(edges.update(edge, { type: 'flow' })).toBe(false)
  expect(nodes.create({ type: 'alien', id: 'x' })).toBe('x')
  expect(edges.create({ type: 'flow', id: 'f', source: [id, ''], target: [id, ''] })).toBe('f')
  expect(nodes.group([id], { type: 'alien' })).toBeUndefined()
  expect(replica.bytes).toEqual(before)
  expect(replica.rejects.map(({ reason, nodes: n, edges: e }) => [reason, n, e])).toMatchObject([
    ['schema', [id], []],
    ['schema', [id], []],
    ['schema', [], [edge]],
    ['schema', [], [edge]],
    ['schema', ['x'], []],
    ['schema', [], ['f']],
    ['schema', [expect.any(String)], []],
  ])
  expect(replica.rejects[0]!.message).toBe('replicas of a service node must be at least 0')
  expect(
    replica.canvas.paste({
      coplane: 'clip',
      nodes: [{ ...replica.canvas.copy([id]).nodes[0]!, type: 'alien' }],
      edges: [],
    }),
  ).toEqual([])
  expect(replica.bytes).toEqual(before)
})

test('[SC2] a text is made with its node, reads as a string, and merges letter by letter', () => {
  const left = new Replica(1, schema)
  const right = new Replica(2, schema)
  const id = left.canvas.nodes.create({ type: 'service', data: { note: 'one' } })
  const empty = left.canvas.nodes.create({ type: 'service' })
  left.exchange(right)
  const before = left.canvas.nodes.get(id)
  left.canvas.nodes.text(id, 'note')!.insert(3, ' two')
  right.canvas.nodes.update(id, { data: { note: 'bone' } })
  left.canvas.nodes.text(empty, 'note')!.insert(0, 'a')
  right.canvas.nodes.text(empty, 'note')!.insert(0, 'b')
  left.exchange(right)
  expect(left.canvas.nodes.get(id)!.data['note']).toBe('bone two')
  expect(left.canvas.nodes.get(empty)!.data['note']).toHaveLength(2)
  expect(left.canvas.nodes.get(id)).not.toBe(before)
  expect(left.canvas.nodes.update(id, { data: { note: undefined } })).toBe(true)
  expect(left.canvas.nodes.get(id)!.data['note']).toBe('')
  expect(left.canvas.nodes.text(id, 'replicas')).toBeUndefined()
  expect(left.canvas.nodes.text('nobody', 'note')).toBeUndefined()
})

test('[SC3] a text that the node was made without is made when asked for, of the string that is there', () => {
  const replica = open()
  replica.doc.getMap('nodes').set(
    'raw',
    new Y.Map<unknown>([
      ['t', 'service'],
      ['pl', ['', 0, 0]],
      ['d:note', 'old'],
    ]),
  )
  expect(replica.canvas.nodes.text('raw', 'note')!.toString()).toBe('old')
  replica.mayWrite = false
  replica.doc.getMap('nodes').set(
    'raw2',
    new Y.Map<unknown>([
      ['t', 'service'],
      ['pl', ['', 0, 0]],
    ]),
  )
  expect(replica.canvas.nodes.text('raw2', 'note')).toBeUndefined()
  expect(replica.rejects).toMatchObject([{ reason: 'forbidden', nodes: ['raw2'] }])
})

test('[SC4] a local value is read like any other, tells its subscribers, and never enters the document', () => {
  const replica = open()
  const { nodes, edges } = replica.canvas
  const id = nodes.create({ type: 'service', data: { open: true } })
  const edge = edges.create({ type: 'call', source: [id, ''], target: [id, ''] })
  replica.frames.next()
  const before = replica.bytes
  const told: unknown[] = []
  nodes.subscribe(id, (node) => told.push(node?.data['open']))
  edges.subscribe(edge, (each) => told.push(each?.data['hover']))
  expect(nodes.get(id)!.data).toMatchObject({ open: true })
  replica.mayWrite = false
  expect(nodes.update(id, { data: { open: false } })).toBe(true)
  expect(edges.update(edge, { data: { hover: 1 } })).toBe(true)
  replica.frames.next()
  expect(told).toEqual([false, 1])
  expect(replica.bytes).toEqual(before)
  expect(replica.history.canUndo).toBe(true)
  expect(replica.canvas.copy([id]).nodes[0]!.data).not.toHaveProperty('open')
  expect(replica.canvas.copy([id]).edges[0]!.data).toEqual({})
})

test('[SC5] a local value goes with its node', () => {
  const replica = open()
  const { nodes } = replica.canvas
  nodes.create({ type: 'service', id: 'a', data: { open: true } })
  nodes.remove('a')
  nodes.create({ type: 'service', id: 'a' })
  expect(nodes.get('a')!.data).not.toHaveProperty('open')
})

test('[SC6] whoever may not write changes no byte by any verb and hears of each', () => {
  const replica = open()
  const { nodes, edges } = replica.canvas
  const id = nodes.create({ type: 'group' })
  const edge = edges.create({ type: 'call', source: [id, ''], target: [id, ''] })
  const clip = replica.canvas.copy([id])
  const before = replica.bytes
  replica.mayWrite = false
  const verbs: (() => unknown)[] = [
    () => nodes.update(id, { x: 5 }),
    () => nodes.create({ type: 'group' }),
    () => nodes.remove(id),
    () => nodes.group([id], { type: 'group' }),
    () => nodes.bringToFront([id]),
    () => edges.update(edge, { data: { rate: 1 } }),
    () => edges.create({ type: 'call', source: [id, ''], target: [id, ''] }),
    () => edges.remove(edge),
    () => replica.canvas.paste(clip),
    () => replica.history.undo(),
  ]
  for (const verb of verbs) verb()
  expect(replica.bytes).toEqual(before)
  expect(replica.rejects.map(({ reason }) => reason)).toEqual(verbs.map(() => 'forbidden'))
})
