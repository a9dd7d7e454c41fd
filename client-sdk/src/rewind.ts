import * as Y from 'yjs'

/** For every client the clock of its first struct in the updates. */
export function firstClocks(updates: Iterable<Uint8Array>): Map<number, number> {
  const clocks = new Map<number, number>()
  for (const update of updates)
    for (const [client, clock] of Y.parseUpdateMeta(update).from)
      clocks.set(client, Math.min(clock, clocks.get(client) ?? clock))
  return clocks
}

/** All that the document has, but of these clients only what is at or behind their clocks. With every delete. */
export function updateSince(doc: Y.Doc, clocks: ReadonlyMap<number, number>): Uint8Array {
  const state = Y.decodeStateVector(Y.encodeStateVector(doc))
  for (const [client, clock] of clocks) state.set(client, clock)
  return Y.encodeStateAsUpdate(doc, Y.encodeStateVector(state))
}

/**
 * Deletes whatever the updates inserted and nobody deleted yet, wherever it is in the document. Yjs then collects the
 * content, and keeps only how long it was.
 *
 * @param isKept says of a client's clock that what begins there stays.
 */
export function deleteInserted(
  transaction: Y.Transaction,
  updates: Iterable<Uint8Array>,
  isKept: (client: number, clock: number) => boolean,
): void {
  for (const update of updates)
    for (const { id, length } of Y.decodeUpdate(update).structs) {
      const end = Math.min(id.clock + length, Y.getState(transaction.doc.store, id.client))
      for (let { clock } = id; clock < end;) {
        const struct: Y.AbstractStruct = Y.getItemCleanStart(transaction, Y.createID(id.client, clock))
        clock = struct.id.clock + struct.length
        if (!(struct instanceof Y.Item) || struct.deleted || isKept(id.client, struct.id.clock)) continue
        // A later edit may have been merged with it.
        if (clock > end) Y.getItemCleanEnd(transaction, transaction.doc.store, Y.createID(id.client, end - 1))
        struct.delete(transaction)
      }
    }
}
