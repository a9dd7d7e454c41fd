import * as Y from 'yjs'
import { SeededRandom } from './sim/seeded-random.ts'

/**
 * Updates that several authors made of one document, some knowing of each other's: maps in maps, lists, formatted text, and
 * deletions of all of it. Now and then they come in another order than they were made, or not at all.
 */
export function scribble(seed: number, authors: number, edits: number): Uint8Array[] {
  const random = new SeededRandom(seed)
  const updates: Uint8Array[] = []
  const docs = Array.from({ length: authors }, (_, index) => {
    const doc = new Y.Doc()
    doc.clientID = index + 1
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'heard') updates.push(update)
    })
    return doc
  })
  for (let edit = 0; edit < edits; edit++) {
    const doc = random.pick(docs)!
    if (random.chance(0.3)) Y.applyUpdate(doc, Y.encodeStateAsUpdate(random.pick(docs)!), 'heard')
    doc.transact(() => {
      for (let step = random.below(3); step >= 0; step--) scribbleOnce(doc, random)
    })
  }
  return updates
    .map((update, index) => ({ update, at: random.chance(0.2) ? index + random.below(8) : index }))
    .filter(() => random.chance(0.97))
    .sort((a, b) => a.at - b.at)
    .map(({ update }) => update)
}

function scribbleOnce(doc: Y.Doc, random: SeededRandom): void {
  const nodes = doc.getMap<unknown>('nodes')
  const list = doc.getArray<unknown>('list')
  const text = doc.getText('text')
  const id = `n${random.below(6)}`
  const entry = nodes.get(id)
  const at = (length: number): number => random.below(length + 1)
  switch (random.below(9)) {
    case 0:
      nodes.set(id, new Y.Map([['pl', ['', random.below(9), 0.25]]]))
      return
    case 1:
    case 2:
      if (entry instanceof Y.Map) entry.set('pl', ['', random.below(1000), -1.5])
      return
    case 3:
      nodes.delete(id)
      return
    case 4:
      list.insert(at(list.length), [random.below(9), 'ü', null, Uint8Array.of(1, 2)])
      return
    case 5:
      if (list.length > 0) list.delete(random.below(list.length), 1)
      return
    case 6:
      text.insert(at(text.length), random.pick(['a', 'bc', '🎈', 'é'])!)
      return
    case 7:
      if (text.length > 1) text.format(random.below(text.length - 1), 1, { bold: random.chance(0.5) })
      return
    default:
      if (text.length > 0) text.delete(random.below(text.length), 1)
  }
}
