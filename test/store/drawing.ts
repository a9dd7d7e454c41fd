import type { LogRow, StoredDocument } from '../../server/src/room/document-store.ts'
import * as Y from 'yjs'

/** A document that is edited in a test, and the updates its edits made. */
export class Drawing {
  readonly doc = new Y.Doc()
  readonly updates: Uint8Array[] = []

  constructor() {
    this.doc.on('update', (update: Uint8Array) => this.updates.push(update))
  }

  /** Sets a node's position; old positions become garbage that a compaction can drop. */
  move(node: string, x: number): this {
    this.doc.getMap('nodes').set(node, [x, -x])
    return this
  }

  erase(node: string): this {
    this.doc.getMap('nodes').delete(node)
    return this
  }

  /** One row for each update so far, with seqs counted from `firstSeq`. */
  rows(room: string, firstSeq = 1): LogRow[] {
    return this.updates.map((update, index) => ({ room, seq: firstSeq + index, update }))
  }
}

/** @returns the document that a server would have in memory after loading */
export function restore(stored: StoredDocument | undefined): Y.Doc {
  const doc = new Y.Doc()
  if (stored?.snapshot !== undefined) Y.applyUpdateV2(doc, stored.snapshot)
  for (const update of stored?.updates ?? []) Y.applyUpdate(doc, update)
  return doc
}

/** Everything two documents must agree on: every struct and every deletion, pending ones too. Hex compares fast. */
export function contentOf(doc: Y.Doc): { nodes: unknown; state: string } {
  return {
    nodes: doc.getMap('nodes').toJSON(),
    state: Buffer.from(Y.encodeStateAsUpdate(doc)).toString('hex'),
  }
}
