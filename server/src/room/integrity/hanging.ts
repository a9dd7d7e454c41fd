import type { Place } from './canvas-index.ts'
import type { Placed } from './sibling-order.ts'

/** What one tick did to the tree of nodes, and so what has to be looked at. */
export class Hanging {
  /** New, or under another parent than before. */
  readonly hung = new Set<Placed>()
  /** New among their siblings, or with another z. */
  readonly reordered = new Set<Placed>()
  /** Where nodes that changed their parent were before. */
  readonly before = new Map<string, Place>()
  readonly removed: string[] = []
  /** Entries and ancestors that the repairs of this tick looked at. */
  looked = 0
}
