import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { AuthorLedger, type Deed } from '../crash/author-ledger.ts'
import { noteOf, RoomLedger } from '../crash/room-ledger.ts'

const author = 'ada'
const deeds: readonly Deed[] = [
  { did: 'make', id: noteOf(author) },
  { did: 'make', id: 'kept' },
  { did: 'make', id: 'gone' },
  { did: 'remove', id: 'gone' },
  { did: 'count', value: 3 },
  { did: 'word', word: 'ada:4' },
  { did: 'count', value: 7 },
]
const savedMs = 10

/** What an author did of which the SDK has called all but the newest saved. */
function ledger(): RoomLedger {
  const room = new RoomLedger('plan')
  const own = new AuthorLedger(author)
  room.authors.push(own)
  deeds.forEach((deed, index) => own.wrote(deed, { unsaved: index + 1, durable: 0 }))
  own.heard({ unsaved: 1, durable: deeds.length - 1 }, savedMs)
  return room
}

function nodeOf(values: Record<string, unknown>): Y.Map<unknown> {
  return new Y.Map(Object.entries({ t: 'card', pl: ['', 0, 0], ...values }))
}

/** A document as it should be, and what a server made of it. */
function documentWith(change: (nodes: Y.Map<unknown>, words: Y.Text, note: Y.Map<unknown>) => void): Y.Doc {
  const nodes = new Y.Doc().getMap('nodes')
  const words = new Y.Text('ada:4 ')
  const note = nodeOf({ z: 'a0', 'd:count': 3, 'd:words': words })
  nodes.set(noteOf(author), note)
  nodes.set('kept', nodeOf({ z: 'a1' }))
  change(nodes, words, note)
  return nodes.doc!
}

describe('RoomLedger', () => {
  test('[CR2] a document with all that was called saved is fine, with or without what was not', () => {
    expect(
      ledger().check(
        documentWith(() => undefined),
        savedMs,
      ),
    ).toBe(deeds.length - 1)
    const later = documentWith((_nodes, _words, note) => note.set('d:count', 7))
    expect(ledger().check(later, savedMs)).toBe(deeds.length - 1)
  })

  test.each([
    ['a node is lost', (nodes) => nodes.delete('kept'), 'edit 2 of ada was called saved'],
    ['a removed node is back', (nodes) => nodes.set('gone', nodeOf({ z: 'a2' })), 'edit 4 of ada'],
    ['a value is an older one', (_nodes, _words, note) => note.set('d:count', 2), 'edit 5 of ada'],
    [
      'a value is one that nobody wrote',
      (_nodes, _words, note) => note.set('d:count', 8),
      'ada counted to 7',
    ],
    ['a word is lost', (_nodes, words) => words.delete(0, 6), 'edit 6 of ada'],
    ['a word is doubled', (_nodes, words) => words.insert(0, 'ada:4 '), 'ada:4 is there 2 times'],
    ['a node is from nowhere', (nodes) => nodes.set('odd', nodeOf({ z: 'a3' })), 'nobody made odd'],
    ['the canvas is not sound', (nodes) => nodes.set('kept', nodeOf({ z: 'a0' })), 'shares its z'],
  ] satisfies [string, Parameters<typeof documentWith>[0], string][])(
    '[CR2] the crash run notices when %s',
    (_what, change, told) => {
      expect(() => ledger().check(documentWith(change), savedMs)).toThrow(told)
    },
  )

  test('[CR2] the crash run notices when an update of the log is missing on which others depend', () => {
    const updates: Uint8Array[] = []
    const doc = new Y.Doc()
    doc.on('update', (update: Uint8Array) => updates.push(update))
    doc.getMap('nodes').set('a', nodeOf({ z: 'a0' }))
    doc.getMap('nodes').set('b', nodeOf({ z: 'a1' }))
    const copy = new Y.Doc()
    Y.applyUpdate(copy, updates[1]!)
    expect(() => ledger().check(copy, savedMs)).toThrow('the document waits for updates')
  })

  test('[CR2] a call that changed nothing is no edit', () => {
    const own = new AuthorLedger(author)
    own.wrote({ did: 'make', id: 'a' }, { unsaved: 1, durable: 0 })
    own.wrote({ did: 'other' }, { unsaved: 0, durable: 1 })
    expect(own.edits).toHaveLength(1)
  })
})
