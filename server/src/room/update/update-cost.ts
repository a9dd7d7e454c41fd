import * as Y from 'yjs'
import { isSpread } from './crowding.ts'
import type { Id, UpdateParts } from './update-parts.ts'

/**
 * What applying a large update would cost beyond its size. Yjs keeps structs in arrays, so each cut through one moves all behind it;
 * and it walks over everything that was put into the same place, so a place with many is quadratic.
 */
export function isAffordable(doc: Y.Doc, parts: UpdateParts): boolean {
  return movedByCuts(doc.store, parts) <= mostMoved && isSpread(doc, parts)
}

function movedByCuts(store: Y.Doc['store'], parts: UpdateParts): number {
  const cuts = new Map<number, { last: number; count: number }>()
  let moved = 0
  const cut = (id: Id): void => {
    const behind = behindCut(store, parts, id)
    if (behind === undefined) return
    const before = cuts.get(id.client)
    if (!before) cuts.set(id.client, { last: id.clock, count: 1 })
    // Cuts that come in order only move what was there before.
    else if (id.clock >= before.last) before.last = id.clock
    else moved += before.count
    if (before) before.count++
    moved += behind
  }
  for (const { origin, right } of parts.all) {
    if (origin) cut({ client: origin.client, clock: origin.clock + 1 })
    if (right) cut(right)
  }
  for (const { client, clock, length } of parts.deletes) {
    cut({ client, clock })
    cut({ client, clock: clock + length })
  }
  return moved
}

/** @returns how many structs lie behind the one that a cut before that clock goes through; undefined when it goes through none. */
function behindCut(store: Y.Doc['store'], parts: UpdateParts, id: Id): number | undefined {
  const { client, clock } = id
  const structs = store.clients.get(client)
  if (structs && clock < Y.getState(store, client)) {
    const index = Y.findIndexSS(structs, clock)
    return structs[index]!.id.clock === clock ? undefined : structs.length - 1 - index
  }
  const found = parts.find(id)
  return !found || found.part.clock === clock ? undefined : found.after
}

/** Array elements; a hundred million take about a quarter of a second. */
const mostMoved = 100_000_000
