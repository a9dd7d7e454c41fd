import * as Y from 'yjs'

/** @returns the first thing in which two documents differ, in words; undefined when they are the same to the last struct. */
export function documentDifference(a: Y.Doc, b: Y.Doc): string | undefined {
  for (const root of ['nodes', 'edges', 'meta']) {
    const [first, second] = [a, b].map((doc) => doc.getMap(root).toJSON() as Record<string, unknown>)
    const difference = entryDifference(first!, second!)
    if (difference !== undefined) return `${root}: ${difference}`
  }
  if (a.store.pendingStructs ?? b.store.pendingStructs) return 'Yjs waits for structs that never came'
  if (!Y.equalSnapshots(Y.snapshot(a), Y.snapshot(b))) return 'the same to the eye, but not to Yjs'
  return undefined
}

function entryDifference(a: Record<string, unknown>, b: Record<string, unknown>): string | undefined {
  for (const id of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const [first, second] = [sorted(a[id]), sorted(b[id])]
    if (first !== second) return `${id} is ${first} and ${second}`
  }
  return undefined
}

/** JSON whose keys are in order: two replicas hold the same keys in orders of their own. */
function sorted(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? 'missing'
  )
}
