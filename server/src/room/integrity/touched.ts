import * as Y from 'yjs'
import { isUntouched, itemOf } from './entry-item.ts'

/** The keys of an entry that a transaction wrote or deleted; `replaced` when the entry itself came, went or was exchanged. */
export type Touch = ReadonlySet<string | null> | 'replaced'

/** What a transaction has done so far to the entries of the canvas, by id. */
export interface Touched {
  readonly nodes: ReadonlyMap<string, Touch>
  readonly edges: ReadonlyMap<string, Touch>
}

/**
 * Deeper changes, such as letters of a text, are none of ours.
 * @param isDone whether nothing more is to be done about these keys of a node: nearly all that happens to a canvas is moves.
 */
export function readTouched(
  transaction: Y.Transaction,
  nodes: Y.Map<unknown>,
  edges: Y.Map<unknown>,
  isDone: (id: string, node: Y.Map<unknown>, keys: ReadonlySet<string | null>) => boolean,
): Touched {
  const touchedNodes = new Map<string, Touch>()
  const touchedEdges = new Map<string, Touch>()
  for (const [type, keys] of transaction.changed) {
    if (type === (nodes as unknown)) addReplaced(transaction, nodes, keys, touchedNodes)
    else if (type === (edges as unknown)) addReplaced(transaction, edges, keys, touchedEdges)
    else {
      const item = itemOf(type)
      const id = item?.parentSub
      // A text or a list in the place of an entry is no entry.
      if (id === null || id === undefined || !((type as unknown) instanceof Y.Map)) continue
      if (item?.parent === (nodes as unknown)) {
        if (!isDone(id, type as unknown as Y.Map<unknown>, keys) && !touchedNodes.has(id))
          touchedNodes.set(id, keys)
      } else if (item?.parent === (edges as unknown) && !touchedEdges.has(id)) touchedEdges.set(id, keys)
    }
  }
  return { nodes: touchedNodes, edges: touchedEdges }
}

function addReplaced(
  transaction: Y.Transaction,
  root: Y.Map<unknown>,
  ids: ReadonlySet<string | null>,
  touched: Map<string, Touch>,
): void {
  // A write that lost against a concurrent one touches the key and leaves the entry as it was.
  for (const id of ids) if (id !== null && !isUntouched(transaction, root, id)) touched.set(id, 'replaced')
}
