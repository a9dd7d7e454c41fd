import * as Y from 'yjs'
import { dataPrefix, roots } from '../../client-sdk/src/model/layout.ts'
import { assertSound } from '../support/assert-sound.ts'
import { insist } from '../support/insist.ts'
import type { AuthorLedger, Deed } from './author-ledger.ts'

/** Where authors keep their counters and texts. */
export const noteKeys = { count: 'count', words: 'words' } as const

export function noteOf(author: string): string {
  return `note-${author}`
}

/** What all authors of one room did, kept outside the server, to hold any copy of the document against. */
export class RoomLedger {
  readonly name: string
  readonly authors: AuthorLedger[] = []
  /** Ids of all nodes that were ever made, and of those the ones that others can lie in. */
  readonly made: string[] = []
  readonly frames: string[] = []

  constructor(name: string) {
    this.name = name
  }

  /**
   * Everything that was called saved by `sinceMs` is there, once; nothing is there that nobody did; the canvas is sound.
   * @returns how many edits that was.
   * @throws Error naming what is not so.
   */
  check(doc: Y.Doc, sinceMs: number): number {
    insist(
      doc.store.pendingStructs === null && doc.store.pendingDs === null,
      'the document waits for updates',
    )
    assertSound(doc)
    const nodes = doc.getMap(roots.nodes) as Y.Map<Y.Map<unknown>>
    const words = countWords(nodes)
    const known = new Set<string>()
    let checked = 0
    for (const { name, edits } of this.authors) {
      known.add(noteOf(name))
      const removed = new Set<string>()
      let counted = 0
      for (const { deed } of edits) {
        if (deed.did === 'make') known.add(deed.id)
        else if (deed.did === 'remove') removed.add(deed.id)
        else if (deed.did === 'count') counted = deed.value
        else if (deed.did === 'word')
          insist((words.get(deed.word) ?? 0) <= 1, `${deed.word} is there ${words.get(deed.word)} times`)
      }
      const count = (nodes.get(noteOf(name))?.get(dataPrefix + noteKeys.count) ?? 0) as number
      insist(count <= counted, `${name} counted to ${counted}, there is ${count}`)
      for (const edit of edits) {
        if (edit.savedMs === undefined || edit.savedMs > sinceMs) break
        checked++
        const isThere = isDone(edit.deed, { nodes, words, removed, count })
        insist(isThere, `edit ${edit.ordinal} of ${name} was called saved: ${JSON.stringify(edit.deed)}`)
      }
    }
    for (const id of nodes.keys()) insist(known.has(id), `nobody made ${id}`)
    return checked
  }
}

/** What one copy of the document shows of an author. */
interface Shown {
  readonly nodes: Y.Map<Y.Map<unknown>>
  readonly words: ReadonlyMap<string, number>
  /** Nodes that the author has removed since, saved or not. */
  readonly removed: ReadonlySet<string>
  readonly count: number
}

function isDone(deed: Deed, { nodes, words, removed, count }: Shown): boolean {
  switch (deed.did) {
    case 'make':
      return nodes.has(deed.id) || removed.has(deed.id)
    case 'remove':
      return !nodes.has(deed.id)
    case 'count':
      return count >= deed.value
    case 'word':
      return words.get(deed.word) === 1
    case 'other':
      return true
    default:
      return deed satisfies never
  }
}

function countWords(nodes: Y.Map<Y.Map<unknown>>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const node of nodes.values()) {
    const text = node.get(dataPrefix + noteKeys.words)
    if (!(text instanceof Y.Text)) continue
    for (const word of text.toString().split(' ')) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  counts.delete('')
  return counts
}
