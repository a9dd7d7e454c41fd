/** Names of the document's roots and keys, written by the SDK and read by the server; ARCHITECTURE.md has the table. */
export const roots = { nodes: 'nodes', edges: 'edges', meta: 'meta' } as const

/** Keys of a node's or an edge's entry. They are one or two letters because every write repeats its key. */
export const keys = {
  /** String; the node's or edge's type. */
  type: 't',
  /** Node: `[parent, x, y]`, one register; '' as parent is the canvas, x and y are relative to the parent. */
  placement: 'pl',
  /** Node: `[w, h]`, one register. */
  size: 'sz',
  /** Node: a jittered fractional index among siblings, compared as a plain string, then by id. */
  order: 'z',
  /** Node: degrees, clockwise. */
  rotation: 'rt',
  /** Presentation, replaced as a whole. */
  style: 'st',
  /** Node: 1 while locked. */
  locked: 'lk',
  /** Edge: `[[x, y], …]`, replaced as a whole. */
  waypoints: 'wp',
  /** Edge: `[node, handle]`, where it starts. */
  source: 's',
  /** Edge: `[node, handle]`, where it ends. */
  target: 'e',
  /** Y.Text, only where the schema says collaborative text. */
  text: 'tx',
} as const

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
