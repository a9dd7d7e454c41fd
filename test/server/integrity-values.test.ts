import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { maxCoordinate } from '../../client-sdk/src/model/layout.ts'
import { parseSchema } from '../../client-sdk/src/model/parse-schema.ts'
import { assertSound } from '../support/assert-sound.ts'
import { RawAuthor } from '../support/raw-author.ts'
import { RepairedRoom } from '../support/repaired-room.ts'

const schema = parseSchema({
  version: 1,
  nodes: {
    service: { data: { label: { type: 'string', maxLength: 8 }, note: { merge: 'text' } }, strict: true },
    host: { data: { label: { type: 'number' } } },
  },
  edges: { wire: { data: { speed: { type: 'number', min: 1 } } } },
  strictTypes: true,
})

describe('[IN5] what the schema does not allow goes back to what it was', () => {
  function open(): { room: RepairedRoom; ada: RawAuthor } {
    const room = new RepairedRoom({ schema })
    const ada = new RawAuthor(7)
    ada.node('a', ['', 0, 0], 'a1', { 'd:label': 'api' })
    ada.node('b', ['', 0, 0], 'a2')
    ada.edge('ab', 'a', 'b', { 'd:speed': 10 })
    expect(room.tick(ada).refusals).toEqual([])
    return { room, ada }
  }

  test('[IN5] a value is taken back and its author is told', () => {
    const { room, ada } = open()
    ada.set('a', 'd:label', 'much too long')
    ada.set('a', 'd:colour', 'red')
    ;(ada.edges.get('ab') as Y.Map<unknown>).set('d:speed', 0)
    ada.set('a', 'pl', ['', 5, 5])
    const { refusals } = room.tick(ada)
    expect(room.nodes['a']).toMatchObject({ 'd:label': 'api', pl: ['', 5, 5] })
    expect(room.nodes['a']).not.toHaveProperty('d:colour')
    expect(room.edges['ab']).toMatchObject({ 'd:speed': 10 })
    const told = { clientId: 7, reason: 'schema' }
    expect(refusals).toEqual([
      { ...told, kind: 'node', id: 'a', message: 'label of a service node must not be longer than 8' },
      { ...told, kind: 'node', id: 'a', message: 'colour of a service node is not in the schema' },
      { ...told, kind: 'edge', id: 'ab', message: 'speed of a wire edge must be at least 1' },
    ])
    expect(room.counters.repairs.schema).toBe(3)
  })

  test('[IN5] of several writes in one tick the last valid one before it counts', () => {
    const { room, ada } = open()
    const bob = new RawAuthor(9)
    bob.receive(Y.encodeStateAsUpdate(ada.doc))
    ada.set('a', 'd:label', 1)
    ada.set('a', 'd:label', 2)
    bob.set('a', 'd:label', 3)
    const { refusals } = room.tick(ada, bob)
    expect(room.nodes['a']!['d:label']).toBe('api')
    expect(refusals.map(({ clientId }) => clientId)).toEqual([9])
  })

  test('[IN5] a new item of an unknown type is removed with what hangs on it; a known one keeps its type', () => {
    const { room, ada } = open()
    ada.node('x', ['', 0, 0], 'a3', { t: 'blob' })
    ada.edge('xa', 'x', 'a')
    ada.node('child', ['x', 4, 4], 'a3')
    ada.set('b', 't', 'blob')
    const { refusals } = room.tick(ada)
    expect(Object.keys(room.nodes).sort()).toEqual(['a', 'b', 'child'])
    expect(Object.keys(room.edges)).toEqual(['ab'])
    expect(room.nodes['child']!['pl'], 'it was never seen under x').toEqual(['', 4, 4])
    expect(room.nodes['b']!['t']).toBe('service')
    expect(refusals.map(({ id, message }) => [id, message])).toEqual([
      ['x', 'the schema has no node type "blob"'],
      ['b', 'the schema has no node type "blob"'],
    ])
  })

  test('[IN5] a type under which the values that are there could not stay is taken back, and nothing is lost', () => {
    const { room, ada } = open()
    ada.set('a', 't', 'host')
    expect(room.tick(ada).refusals).toHaveLength(1)
    expect(room.nodes['a']).toMatchObject({ t: 'service', 'd:label': 'api' })
    ada.doc.transact(() => {
      ada.set('a', 't', 'host')
      ada.set('a', 'd:label', 7)
    })
    expect(room.tick(ada).refusals).toEqual([])
    expect(room.nodes['a']).toMatchObject({ t: 'host', 'd:label': 7 })
  })

  test('[IN5] collaborative text is text, and its letters are nobody’s fault', () => {
    const { room, ada } = open()
    const text = new Y.Text('hello')
    ada.set('a', 'd:note', text)
    room.tick(ada)
    text.insert(5, ' world')
    expect(room.tick(ada).refusals).toEqual([])
    expect(room.nodes['a']!['d:note']).toBe('hello world')
    ada.set('b', 'd:note', 5)
    expect(room.tick(ada).refusals).toMatchObject([{ message: 'note of a service node must be text' }])
    expect(room.nodes['b']).not.toHaveProperty('d:note')
  })

  test('[IN5] a stored document is not judged by a schema that came after it', () => {
    const before = new RepairedRoom()
    const ada = new RawAuthor(7)
    ada.node('old', ['', 0, 0], 'a1', { t: 'blob', 'd:label': 5 })
    ada.node('older', ['', 0, 0], 'a2', { 'd:label': 5 })
    before.tick(ada)
    const room = new RepairedRoom({ schema, stored: { snapshot: undefined, updates: before.log, seq: 1 } })
    ada.set('older', 'pl', ['', 9, 9])
    expect(room.tick(ada).refusals).toEqual([])
    expect(room.nodes).toMatchObject({ old: { t: 'blob', 'd:label': 5 }, older: { 'd:label': 5 } })
    ada.set('older', 'd:label', 6)
    expect(room.tick(ada).refusals).toHaveLength(1)
    expect(room.nodes['older']!['d:label']).toBe(5)
  })
})

describe('[IN6] a canvas has numbers that can be shown', () => {
  function open(): { room: RepairedRoom; ada: RawAuthor } {
    const room = new RepairedRoom()
    const ada = new RawAuthor(7)
    ada.node('a', ['', 10, 20], 'a1')
    ada.node('b', ['', 0, 0], 'a2')
    ada.edge('ab', 'a', 'b', { wp: [[1, 2]] })
    room.tick(ada)
    return { room, ada }
  }

  test.each([
    ['pl', ['', Number.NaN, 1], ['', 10, 20]],
    ['pl', ['', 1, Infinity], ['', 10, 20]],
    ['pl', ['', 1e300, 1], ['', 10, 20]],
    ['pl', ['', maxCoordinate, -maxCoordinate], ['', maxCoordinate, -maxCoordinate]],
    ['pl', ['', '1', 1], ['', 10, 20]],
    ['pl', ['b', null, 1], ['', 10, 20]],
    ['pl', 'gone', ['', 10, 20]],
    ['sz', [Number.NaN, 1], [96, 64]],
    ['sz', 7, [96, 64]],
    ['rt', Number.NaN, undefined],
    ['t', 5, 'service'],
  ])('[IN6] %s = %j becomes %j', (key, value, expected) => {
    const { room, ada } = open()
    ada.set('a', key, value)
    const { refusals } = room.tick(ada)
    expect(room.nodes['a']![key]).toEqual(expected)
    const isValid = JSON.stringify(value) === JSON.stringify(expected)
    expect(refusals.map(({ clientId, reason, id }) => [clientId, reason, id])).toEqual(
      isValid ? [] : [[7, 'invalid', 'a']],
    )
    assertSound(room.replica)
  })

  test('[IN6] a node that is new has nothing to go back to: what is no number is 0', () => {
    const { room, ada } = open()
    ada.node('n', ['a', 5, Number.NaN], 'a1', { sz: [Infinity, 3], rt: Infinity })
    const { refusals } = room.tick(ada)
    expect(room.nodes['n']).toEqual({ t: 'service', pl: ['a', 5, 0], sz: [0, 3], z: 'a1' })
    expect(refusals.map(({ message }) => message)).toEqual([
      'pl of a node must be [parent, x, y] within ±134217727.75 units',
      'sz of a node must be [w, h] within ±134217727.75 units',
      'rt of a node must be a finite number of degrees',
    ])
  })

  test('[IN6] a node that lost its own keys gets them back; of a deletion nobody is the author', () => {
    const { room, ada } = open()
    const entry = ada.nodes.get('a') as Y.Map<unknown>
    for (const key of ['pl', 't', 'z']) entry.delete(key)
    expect(room.tick(ada).refusals).toEqual([])
    expect(room.nodes['a']).toMatchObject({ t: 'service', pl: ['', 10, 20] })
    assertSound(room.replica)
  })

  test('[IN6] an edge keeps its ends and its way', () => {
    const { room, ada } = open()
    const entry = ada.edges.get('ab') as Y.Map<unknown>
    entry.set('s', 'a')
    entry.delete('e')
    entry.set('wp', [[1, Number.NaN]])
    expect(room.tick(ada).refusals.map(({ kind, id }) => [kind, id])).toEqual([
      ['edge', 'ab'],
      ['edge', 'ab'],
    ])
    expect(room.edges['ab']).toEqual({ t: 'wire', s: ['a', ''], e: ['b', ''], wp: [[1, 2]] })
  })
})

test('[IN7] what is no canvas of ours is carried untouched, wherever it stands', () => {
  const room = new RepairedRoom()
  const ada = new RawAuthor(7)
  ada.nodes.set('text', 'a string where a map should be')
  ada.nodes.set('list', [Number.NaN])
  ada.nodes.set(
    'map',
    new Y.Map<unknown>([
      ['x', Number.NaN],
      ['pl', ['', 1, 2]],
    ]),
  )
  ada.edges.set(
    'odd',
    new Y.Map<unknown>([
      ['s', 'text'],
      ['e', 'nowhere'],
    ]),
  )
  ada.edge('between', 'text', 'list')
  ada.doc.getMap('ext').set('pl', Number.NaN)
  ada.doc.getArray('nodes-too').push([1])
  const { refusals } = room.tick(ada)
  expect(refusals).toEqual([])
  expect(Object.values(room.counters.repairs).every((count) => count === 0)).toBe(true)
  expect(room.replica.getMap('nodes').toJSON()).toEqual(ada.nodes.toJSON())
  expect(room.replica.getMap('edges').toJSON()).toEqual(ada.edges.toJSON())
  expect(room.document.hasNode('map')).toBe(false)
  // An entry that is made step by step is a node from the moment on that it is one.
  ada.set('map', 't', 'service')
  room.tick(ada)
  expect(room.document.hasNode('map')).toBe(true)
  assertSound(room.replica)
})
