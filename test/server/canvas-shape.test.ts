import { beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { roomLimits } from '../../server/src/room/room-limits.ts'
import { RawAuthor } from '../support/raw-author.ts'
import { RepairedRoom } from '../support/repaired-room.ts'

let room: RepairedRoom
let author: RawAuthor
beforeEach(() => {
  room = new RepairedRoom()
  author = new RawAuthor(7)
  author.node('n1', ['', 0, 0], 'a0', { 'd:label': 'one' })
  author.node('n2', ['', 0, 0], 'a1')
  author.edge('e1', 'n1', 'n2')
  const text = new Y.Text('hello')
  ;(author.nodes.get('n2') as Y.Map<unknown>).set('d:notes', text)
  author.doc.getMap('meta').set('title', 'plan')
})

/** What the document would say to all that the author wrote since the last call. */
function judge(): string | undefined {
  const updates = author.take()
  return room.document.stranger(updates.length === 1 ? updates[0]! : Y.mergeUpdates(updates))
}

function entry(id: string): Y.Map<unknown> {
  return author.nodes.get(id) as Y.Map<unknown>
}

describe('a canvas', () => {
  test('[SH1] may be made and edited, in one update, in several, and by somebody who has only read it', () => {
    expect(judge()).toBeUndefined()
    room.apply([Y.encodeStateAsUpdate(author.doc)], [author])
    entry('n1').set('pl', ['', 5, 5])
    expect(judge()).toBeUndefined()
    ;(entry('n2').get('d:notes') as Y.Text).insert(2, 'LL', { bold: true })
    expect(judge()).toBeUndefined()
    entry('n1').delete('d:label')
    author.nodes.delete('n2')
    author.doc.getMap('meta').set('title', 'other')
    expect(judge()).toBeUndefined()
    const reader = new RawAuthor(9)
    reader.receive(room.document.diff(Uint8Array.of(0)))
    author = reader
    entry('n1').set('st', { fill: 'red' })
    entry('n1').set('d:__proto__', 1)
    author.node('constructor', ['', 1, 1])
    expect(judge()).toBeUndefined()
  })

  test.for<[string, () => unknown]>([
    ['another root', () => author.doc.getText('t').insert(0, 'x')],
    ['another root, an array', () => author.doc.getArray('words').push(['x'])],
    ['another root called __proto__', () => author.doc.getMap('__proto__').set('x', 1)],
    ['a node that is a value', () => author.nodes.set('n3', { t: 'box' })],
    ['a node that is a text', () => author.nodes.set('n3', new Y.Text('x'))],
    ['a node in the place of one', () => author.nodes.set('n1', 5)],
    ['a key that no node has', () => entry('n1').set('x', 1)],
    ['a key called constructor', () => entry('n1').set('constructor', 1)],
    ['a map in a node', () => entry('n1').set('d:map', new Y.Map([['a', 1]]))],
    ['a text that is no data', () => entry('n1').set('t', new Y.Text('x'))],
    ['a type in a text', () => (entry('n2').get('d:notes') as Y.Text).insertEmbed(0, new Y.Map())],
    ['a type in meta', () => author.doc.getMap('meta').set('list', new Y.Array())],
    ['another document', () => entry('n1').set('d:doc', new Y.Doc())],
    ['a long id', () => author.node('x'.repeat(roomLimits.nameLetters + 1), ['', 0, 0])],
    ['a long key', () => entry('n1').set(`d:${'x'.repeat(roomLimits.nameLetters)}`, 1)],
  ])('[SH2] takes no %s, whether it comes with the canvas or after it', ([, write]) => {
    write()
    expect(judge()).toBeDefined()
    author = new RawAuthor(8)
    author.receive(canvas())
    room.apply([canvas()])
    write()
    expect(judge()).toBeDefined()
  })

  test('[SH3] what an admin put beside it may be neither continued nor deleted, and what is taken back may be told', () => {
    const admin = new RawAuthor(11)
    admin.doc.getText('t').insert(0, 'hello')
    admin.doc.getMap('nodes').set('odd', new Y.Array())
    room.apply([canvas(), Y.encodeStateAsUpdate(admin.doc)])
    author = new RawAuthor(8)
    author.receive(room.document.diff(Uint8Array.of(0)))
    for (const write of [
      () => author.doc.getText('t').insert(2, 'x'),
      () => author.doc.getText('t').insert(0, 'x'),
      () => author.doc.getText('t').delete(1, 1),
      () => (author.nodes.get('odd') as Y.Array<unknown>).push([1]),
    ]) {
      write()
      expect(judge()).toBeDefined()
    }
    const taker = new RawAuthor(12)
    taker.receive(room.document.diff(Uint8Array.of(0)))
    taker.doc.getMap('extra').set('gone', 1)
    taker.doc.getMap('extra').delete('gone')
    const lengths = Y.encodeStateAsUpdate(taker.doc, room.document.stateVector())
    expect(room.document.stranger(lengths), 'lengths alone are nothing').toBeUndefined()
  })
})

/** A canvas as somebody else made it. */
function canvas(): Uint8Array {
  const maker = new RawAuthor(3)
  for (const id of ['n1', 'n2']) maker.node(id, ['', 0, 0])
  ;(maker.nodes.get('n2') as Y.Map<unknown>).set('d:notes', new Y.Text('hello'))
  return Y.encodeStateAsUpdate(maker.doc)
}
