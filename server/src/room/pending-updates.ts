import type * as Y from 'yjs'

/**
 * What waits in a document for updates on which it builds and that never came. Yjs keeps it, without bound, and tries it again with
 * later updates; it is no part of the document before it is complete.
 */
export class PendingUpdates {
  private readonly doc: Y.Doc

  constructor(doc: Y.Doc) {
    this.doc = doc
  }

  /** Bytes of updates that wait. */
  get structBytes(): number {
    return this.doc.store.pendingStructs?.update.length ?? 0
  }

  /** Bytes of deletions that wait; Yjs reads them all with every update. */
  get deleteBytes(): number {
    return this.doc.store.pendingDs?.length ?? 0
  }

  get bytes(): number {
    return this.structBytes + this.deleteBytes
  }

  /** Runs an encoding that leaves out what waits: whoever gets it could do nothing with it either. */
  without<Encoded>(encode: () => Encoded): Encoded {
    const { store } = this.doc
    const { pendingStructs, pendingDs } = store
    store.pendingStructs = null
    store.pendingDs = null
    try {
      return encode()
    } finally {
      store.pendingStructs = pendingStructs
      store.pendingDs = pendingDs
    }
  }

  drop(): void {
    this.doc.store.pendingStructs = null
    this.doc.store.pendingDs = null
  }
}
