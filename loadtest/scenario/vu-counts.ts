import type { VuCounts } from './vu-message.ts'

/** What was counted since `before`; tick intervals are those of `now`. */
export function countsSince(now: VuCounts, before: VuCounts | undefined): VuCounts {
  if (!before) return now
  const since: Record<string, number> = {}
  for (const [name, value] of Object.entries(now) as [keyof VuCounts, number][])
    since[name] = name === 'tickMsLeast' || name === 'tickMsMost' ? value : value - before[name]
  return since as unknown as VuCounts
}
