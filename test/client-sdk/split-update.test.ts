import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { splitUpdate } from '../../client-sdk/src/split-update.ts'

const edit = fc.record({
  author: fc.nat(2),
  key: fc.nat(4),
  text: fc.string({ maxLength: 40 }),
  isErased: fc.boolean(),
  isShared: fc.boolean(),
})

/** Three authors who now and then hear of each other. */
function drawn(edits: readonly (typeof edit extends fc.Arbitrary<infer Edit> ? Edit : never)[]): Y.Doc {
  const docs = [1, 2, 3].map((clientID) => Object.assign(new Y.Doc(), { clientID }))
  for (const { author, key, text, isErased, isShared } of edits) {
    const doc = docs[author]!
    const nodes = doc.getMap<Y.Map<unknown>>('nodes')
    const id = `n${key}`
    if (isErased) nodes.delete(id)
    else if (nodes.has(id)) nodes.get(id)!.set('d:label', text)
    else nodes.set(id, new Y.Map<unknown>([['d:label', text]]))
    if (isShared) for (const other of docs) Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  }
  for (const other of docs) Y.applyUpdate(docs[0]!, Y.encodeStateAsUpdate(other))
  return docs[0]!
}

test('[SP1] the pieces of an update make the same document, deletes included', () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 60 }), fc.integer({ min: 40, max: 400 }), (edits, maxBytes) => {
      const doc = drawn(edits)
      const copy = new Y.Doc()
      for (const piece of splitUpdate(Y.encodeStateAsUpdate(doc), maxBytes)) Y.applyUpdate(copy, piece)
      expect(copy.getMap('nodes').toJSON()).toEqual(doc.getMap('nodes').toJSON())
      expect(Y.encodeStateVector(copy)).toEqual(Y.encodeStateVector(doc))
      expect(copy.store.pendingStructs).toBeNull()
    }),
  )
})

test('[SP1] no piece with more than one struct is above the limit', () => {
  const doc = new Y.Doc()
  for (let index = 0; index < 500; index++) doc.getMap('nodes').set(`n${index}`, 'x'.repeat(index))
  const pieces = splitUpdate(Y.encodeStateAsUpdate(doc), 4_096)
  expect(pieces.length).toBeGreaterThan(30)
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(4_096)
})

test('[SP2] an update with a gap stays one with a gap', () => {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let index = 0; index < 9; index++) doc.getMap('nodes').set(`n${index}`, 'x'.repeat(100))
  const gapped = Y.mergeUpdates(updates.filter((_, index) => index !== 4))
  const copy = new Y.Doc()
  for (const piece of splitUpdate(gapped, 250)) Y.applyUpdate(copy, piece)
  expect(copy.getMap('nodes').size).toBe(4)
  Y.applyUpdate(copy, updates[4]!)
  expect(copy.getMap('nodes').toJSON()).toEqual(doc.getMap('nodes').toJSON())
})

test('[SP3] an update within the limit is left as it is', () => {
  const update = Y.encodeStateAsUpdate(new Y.Doc())
  expect(splitUpdate(update, 100)).toEqual([update])
})
