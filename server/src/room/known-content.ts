import * as Y from 'yjs'

/** Whether the document has everything that the update would bring, deletions included. */
export function holds({ store }: Y.Doc, update: Uint8Array): boolean {
  const { structs, ds } = Y.decodeUpdate(update)
  return (
    structs.every(({ id, length }) => id.clock + length <= Y.getState(store, id.client)) &&
    [...ds.clients].every(([client, ranges]) =>
      ranges.every(({ clock, len }) => areDeleted(store, client, clock, clock + len)),
    )
  )
}

function areDeleted(store: Y.Doc['store'], client: number, from: number, to: number): boolean {
  const structs = store.clients.get(client)
  if (!structs || to > Y.getState(store, client)) return false
  for (let index = Y.findIndexSS(structs, from); index < structs.length; index++) {
    const struct = structs[index]!
    if (struct.id.clock >= to) return true
    if (!struct.deleted) return false
  }
  return true
}
