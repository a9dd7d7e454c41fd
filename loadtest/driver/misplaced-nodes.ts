import type * as Y from 'yjs'
import { placementAfter, type Writer } from './moves.ts'

/** @returns how many writers' nodes are not where the writer's last update put them. */
export function misplacedNodes(
  doc: Y.Doc,
  writers: readonly Writer[],
  newestOf: (writer: number) => number,
): number {
  const nodes = doc.getMap<Y.Map<unknown>>('nodes')
  return writers.filter(({ nodeId }, writer) => {
    const expected = ['', ...placementAfter(writer, newestOf(writer))]
    return JSON.stringify(nodes.get(nodeId)?.get('pl')) !== JSON.stringify(expected)
  }).length
}
