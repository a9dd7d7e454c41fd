import { isDeepStrictEqual } from 'node:util'
import * as Y from 'yjs'
import { roots } from '../../client-sdk/src/model/layout.ts'

/** Whether two copies of a document hold the same edits and show the same. */
export function agree(one: Y.Doc, other: Y.Doc): boolean {
  return (
    isDeepStrictEqual(
      Y.decodeStateVector(Y.encodeStateVector(one)),
      Y.decodeStateVector(Y.encodeStateVector(other)),
    ) &&
    Object.values(roots).every((root) =>
      isDeepStrictEqual(one.getMap(root).toJSON(), other.getMap(root).toJSON()),
    )
  )
}
