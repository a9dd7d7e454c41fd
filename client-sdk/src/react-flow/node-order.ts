/**
 * The canvas's order without nodes that are their own ancestors, and what lies in them: React Flow would never come to the
 * end of their parents. The server repairs such a document at once.
 * @param order parents before what lies in them; those in a cycle last.
 * @param parentOf undefined for a node that lies on the canvas itself.
 */
export function withoutCycles(
  order: readonly string[],
  parentOf: (id: string) => string | undefined,
): readonly string[] {
  const kept = new Set<string>()
  for (const id of order) {
    const parent = parentOf(id)
    if (parent === undefined || kept.has(parent)) kept.add(id)
  }
  return kept.size === order.length ? order : [...kept]
}
