import type { VuCounts } from './vu-message.ts'

export const nothingCounted: VuCounts = {
  frames: 0,
  bytes: 0,
  ticks: 0,
  documentTicks: 0,
  eventTicks: 0,
  events: 0,
  liveFrames: 0,
  gaps: 0,
  eventGaps: 0,
  resyncs: 0,
  sent: 0,
  sentBytes: 0,
  updatesSent: 0,
  cursorsSent: 0,
  eventsSent: 0,
  joins: 0,
  failedJoins: 0,
  reconnects: 0,
  errors: 0,
  badCloses: 0,
  tickMsLeast: 0,
  tickMsMost: 0,
}

/** Both together. A tick interval of 0 says that no tick came. */
export function addCounts(a: VuCounts, b: VuCounts): VuCounts {
  const sums = Object.fromEntries(
    (Object.keys(nothingCounted) as (keyof VuCounts)[]).map((name) => [
      name,
      (a[name] || 0) + (b[name] || 0),
    ]),
  ) as unknown as VuCounts
  const least = [a.tickMsLeast, b.tickMsLeast].filter((ms) => ms > 0)
  return {
    ...sums,
    tickMsLeast: least.length > 0 ? Math.min(...least) : 0,
    tickMsMost: Math.max(a.tickMsMost || 0, b.tickMsMost || 0),
  }
}

/** What was counted since `before`; tick intervals are those of `now`. */
export function countsSince(now: VuCounts, before: VuCounts | undefined): VuCounts {
  if (!before) return now
  const since: Record<string, number> = {}
  for (const [name, value] of Object.entries(now) as [keyof VuCounts, number][])
    since[name] = name === 'tickMsLeast' || name === 'tickMsMost' ? value : value - before[name]
  return since as unknown as VuCounts
}
