/** Names of the document's roots and keys, written by the SDK and read by the server; ARCHITECTURE.md has the table. */
export const roots = { nodes: 'nodes', edges: 'edges', meta: 'meta' } as const

/** Keys of a node's or an edge's entry. They are one or two letters because every write repeats its key. */
export * as keys from './entry-keys.ts'

/** The application's own values: `d:<key>`, each merging by itself. */
export const dataPrefix = 'd:'

/**
 * Canvas units that a position or a size may have at most, either way: what the wire's fixed point carries
 * (`limits.maxCoordinate` quarter pixels in protocol/limits.ts).
 */
export const maxCoordinate = 0x1fffffff / 4

/** Whether the value can be one coordinate of a position or one side of a size. */
export function isCoordinate(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= maxCoordinate
}
