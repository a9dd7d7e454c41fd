import * as Y from 'yjs'
import { roomLimits } from '../room-limits.ts'
import { itemIn, Nesting } from './nesting.ts'
import { isAffordable } from './update-cost.ts'
import { UpdateParts, type Part } from './update-parts.ts'
import { contents } from './update-scan.ts'

/** Why an update cannot be applied to a document as it is. */
export type Misfit = 'too many roots' | 'nested too deep' | 'a part of what is gone' | 'too costly'

/**
 * Asks a document whether a suspect update can be applied to it whole. Yjs finds out on the way, throws, and leaves what it
 * had done until then.
 */
export function misfitOf(doc: Y.Doc, update: Uint8Array): Misfit | undefined {
  const { store } = doc
  const parts = new UpdateParts(update)
  let roots = doc.share.size
  for (const name of parts.roots) if (!doc.share.has(name)) roots++
  if (roots > Math.max(roomLimits.roots, doc.share.size)) return 'too many roots'
  const nesting = new Nesting(store, parts)
  for (const part of parts.all) {
    if (
      part.content === contents.type &&
      part.root === undefined &&
      nesting.levelOf(part) >= roomLimits.nesting
    )
      return 'nested too deep'
    if (goesOnWhatIsGone(store, part)) return 'a part of what is gone'
  }
  return isAffordable(doc, parts) ? undefined : 'too costly'
}

/**
 * Whether the document has a beginning of the part, has collected it as garbage, and would still look for a place for its
 * end. What is garbage was in something that is, so whoever writes its end was not honest about where.
 */
function goesOnWhatIsGone(store: Y.Doc['store'], part: Part): boolean {
  const { client, clock, length, content, origin, right, parent, root } = part
  if (length === 1 || content === contents.gc || content === contents.skip) return false
  const state = Y.getState(store, client)
  if (clock >= state || clock + length <= state) return false
  if (itemIn(store, { client, clock: state - 1 }) instanceof Y.Item) return false
  if (root !== undefined) return true
  return ![origin, right, parent].some((id) => {
    if (!id) return false
    const item = itemIn(store, id)
    return item && (!(item instanceof Y.Item) || (id === parent && !(item.content instanceof Y.ContentType)))
  })
}
