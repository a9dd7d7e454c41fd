import * as Y from 'yjs'
import { itemOf } from './insides.ts'
import type { Id, Part, UpdateParts } from './update-parts.ts'

/**
 * How deep types would lie in types. Yjs deletes and collects by recursion, so a document that is too deep throws in whoever
 * deletes its top: here, and in everybody's browser.
 */
export class Nesting {
  /** Levels above what a part lies in; −1 while it is being found out. */
  private readonly levels = new Map<Part, number>()
  private readonly store: Y.Doc['store']
  private readonly parts: UpdateParts

  constructor(store: Y.Doc['store'], parts: UpdateParts) {
    this.store = store
    this.parts = parts
  }

  /** @returns Infinity for a part that, over others, lies in itself. What it lies in may be missing: then it is asked again when that comes. */
  levelOf(part: Part): number {
    const { levels } = this
    const path: { readonly part: Part; readonly step: number }[] = []
    let base: number | undefined
    for (let at: Part | undefined = part; base === undefined;) {
      base = levels.get(at)
      if (base === -1) return Infinity
      if (base !== undefined) break
      levels.set(at, -1)
      const container: Id | undefined = at.parent ?? at.origin ?? at.right
      path.push({ part: at, step: at.parent ? 1 : 0 })
      if (!container) base = 0
      else {
        base = levelInStore(this.store, container)
        at = base === undefined ? this.parts.find(container)?.part : undefined
        if (!at) base ??= 0
      }
      if (!at) break
    }
    let level = base ?? 0
    for (let top = path.pop(); top; top = path.pop()) levels.set(top.part, (level += top.step))
    return level
  }
}

/** @returns how deep the item lies, or undefined when the document does not have it. */
function levelInStore(store: Y.Doc['store'], id: Id): number | undefined {
  const item = itemIn(store, id)
  if (!item) return undefined
  let level = 0
  for (let at: Y.Item | Y.GC | null = item; at instanceof Y.Item; level++)
    at = itemOf(at.parent as Y.AbstractType<unknown>)
  return Math.max(0, level - 1)
}

/** @returns what the document has at that clock, if it has come so far. */
export function itemIn(store: Y.Doc['store'], { client, clock }: Id): Y.Item | Y.GC | undefined {
  const structs = store.clients.get(client)
  if (!structs || clock >= Y.getState(store, client)) return undefined
  return structs[Y.findIndexSS(structs, clock)]
}
