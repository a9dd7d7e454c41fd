import { isDeepStrictEqual } from 'node:util'
import * as Y from 'yjs'
import type { Door, Stage } from './stage.ts'

/** A document that must be like all others, and whose it is. */
export interface Replica {
  readonly whose: string
  readonly doc: Y.Doc
}

/** What a canvas holds, whatever the order in which it came. */
export function contentOf(doc: Y.Doc): unknown {
  return {
    nodes: doc.getMap('nodes').toJSON(),
    edges: doc.getMap('edges').toJSON(),
    meta: doc.getMap('meta').toJSON(),
  }
}

/**
 * Waits until all replicas hold what somebody new gets from the server, in content and in state vectors.
 * @returns the newcomer's document. @throws Error that names who differs, and where.
 */
export async function agree(
  stage: Stage,
  room: string,
  replicas: readonly Replica[],
  door: Door = stage.server,
): Promise<Y.Doc> {
  const { doc } = await stage.raw(room, door)
  const differing = (): Replica | undefined => replicas.find((each) => !isAlike(each.doc, doc))
  try {
    await stage.until('all replicas agree', () => differing() === undefined)
  } catch (error) {
    const other = differing()
    if (!other) throw error
    throw new Error(`${other.whose} differs from the server: ${differenceOf(other.doc, doc)}`, {
      cause: error,
    })
  }
  return doc
}

/** Whether nothing waits for what never came: of honest members nothing may. */
export function isWhole(doc: Y.Doc): boolean {
  return doc.store.pendingStructs === null && doc.store.pendingDs === null
}

function isAlike(one: Y.Doc, other: Y.Doc): boolean {
  return (
    isDeepStrictEqual(clocksOf(one), clocksOf(other)) && isDeepStrictEqual(contentOf(one), contentOf(other))
  )
}

function clocksOf(doc: Y.Doc): Map<number, number> {
  return Y.decodeStateVector(Y.encodeStateVector(doc))
}

function differenceOf(one: Y.Doc, other: Y.Doc): string {
  for (const root of ['nodes', 'edges', 'meta']) {
    const [ours, theirs] = [one, other].map((doc) => doc.getMap(root).toJSON() as Record<string, unknown>)
    for (const key of new Set([...Object.keys(ours!), ...Object.keys(theirs!)]))
      if (!isDeepStrictEqual(ours![key], theirs![key]))
        return `${root}/${key} is ${JSON.stringify(ours![key])} instead of ${JSON.stringify(theirs![key])}`
  }
  return `state vectors ${JSON.stringify([...clocksOf(one)])} and ${JSON.stringify([...clocksOf(other)])}`
}
