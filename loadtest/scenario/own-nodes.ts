import type { SeededNode } from './canvas-seed.ts'

/** A hand takes up to so many nodes at once. */
const most = 3

/**
 * The nodes that this one of all writers alone drags: neighbours, as far from those of the next writer as the canvas allows, so
 * that wherever somebody looks as much moves as elsewhere.
 */
export function ownNodes(nodes: readonly SeededNode[], writer: number, writers: number): SeededNode[] {
  const home = (of: number): number => Math.floor(((of + 0.5) * nodes.length) / writers)
  return nodes.slice(home(writer), Math.min(home(writer) + most, home(writer + 1)))
}
