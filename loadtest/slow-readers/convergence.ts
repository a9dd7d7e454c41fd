import type { Buffer } from 'node:buffer'
import { isDeepStrictEqual } from 'node:util'
import { decodeSync } from '@coplane/client/protocol/sync'
import { decodeTick } from '@coplane/client/protocol/tick'
import * as Y from 'yjs'

/** Whether the frames that a member was sent, in order, make the document that `expected` is. */
export function converges(frames: readonly Buffer[], expected: Y.Doc): boolean {
  const doc = new Y.Doc()
  for (const frame of frames) {
    const sync = decodeSync(frame)
    for (const update of sync?.updates ?? [])
      if (sync?.encoding === 2) Y.applyUpdateV2(doc, update)
      else Y.applyUpdate(doc, update)
    const update = decodeTick(frame)?.update
    if (update) Y.applyUpdate(doc, update)
  }
  return isDeepStrictEqual(doc.getMap('nodes').toJSON(), expected.getMap('nodes').toJSON())
}
