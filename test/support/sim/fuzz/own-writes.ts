import { expect } from 'vitest'
import * as Y from 'yjs'

/** What one page wrote, as far as it had got when it was told to be safe. */
export interface Promised {
  readonly clientId: number
  readonly clock: number
  readonly deleted: readonly Deleted[]
}

interface Deleted {
  readonly client: number
  readonly clock: number
  readonly length: number
}

/** Keeps book of what one page wrote and deleted: state vectors do not tell of deletes. */
export class OwnWrites {
  private readonly deleted: Deleted[] = []
  private readonly doc: Y.Doc

  constructor(doc: Y.Doc) {
    this.doc = doc
    doc.on('afterTransaction', ({ local, deleteSet }) => {
      if (!local) return
      for (const [client, items] of deleteSet.clients)
        for (const { clock, len } of items) this.deleted.push({ client, clock, length: len })
    })
  }

  /** All that was written so far. */
  promise(): Promised {
    const { clientID, store } = this.doc
    return { clientId: clientID, clock: Y.getState(store, clientID), deleted: [...this.deleted] }
  }
}

export function assertKept(promised: Promised, doc: Y.Doc, whatFor: string): void {
  const { clientId, clock, deleted } = promised
  expect(Y.getState(doc.store, clientId), `${clientId} was told that ${whatFor}`).toBeGreaterThanOrEqual(
    clock,
  )
  for (const range of deleted)
    expect(isDeleted(doc, range), `${clientId} was told that its delete ${whatFor}`).toBe(true)
}

function isDeleted({ store }: Y.Doc, { client, clock, length }: Deleted): boolean {
  const end = clock + length
  for (let at = clock; at < end;) {
    if (at >= Y.getState(store, client)) return false
    const struct: Y.AbstractStruct = Y.getItem(store, Y.createID(client, at))
    if (!struct.deleted) return false
    at = struct.id.clock + struct.length
  }
  return true
}
