import { useEffect } from 'react'

const counts = new Map<string, number>()

/** How often each node's component was rendered to the page since it was loaded; for the tests. */
export function renderCounts(): Record<string, number> {
  return Object.fromEntries(counts)
}

export function useRenderCount(id: string): void {
  useEffect(() => void counts.set(id, (counts.get(id) ?? 0) + 1))
}
