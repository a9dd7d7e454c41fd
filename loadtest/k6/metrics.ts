import { Counter, Rate, Trend } from 'k6/metrics'
import type { LoadOptions } from '../scenario/load-options.ts'
import type { VuCounts } from '../scenario/vu-message.ts'
import type { Tally } from './tally.ts'

const trends = {
  edit: new Trend('edit_seen_ms'),
  cursor: new Trend('cursor_seen_ms'),
  event: new Trend('event_seen_ms'),
  join: new Trend('join_ms'),
  lag: new Trend('loadgen_lag_ms'),
}
const documentDrop = new Rate('document_drop')
const eventDrop = new Rate('event_drop')
const counters = {
  frames: new Counter('frames_received'),
  bytes: new Counter('frame_bytes_received'),
  sent: new Counter('frames_sent'),
  resyncs: new Counter('resyncs'),
  failedJoins: new Counter('failed_joins'),
  badCloses: new Counter('bad_closes'),
  reconnects: new Counter('reconnects'),
  errors: new Counter('refusals'),
} satisfies Partial<Record<keyof VuCounts, Counter>>

/** Gives k6 what happened within a second: a metric call per frame would cost more than the frame. */
export function addToMetrics(tally: Tally, since: VuCounts, isMeasured: boolean): void {
  for (const [name, counter] of Object.entries(counters) as [keyof typeof counters, Counter][])
    if (since[name] > 0) counter.add(since[name])
  // A rate has no weights: every second of a virtual user says whether it missed a tick.
  documentDrop.add(since.gaps > 0)
  eventDrop.add(since.eventGaps > 0)
  for (const { name, ms } of tally.samples) if (isMeasured || name === 'join') trends[name].add(ms)
}

/**
 * Bounds of a run by k6 alone. Only sub-metrics that a threshold names reach k6's summary, so every cell names its own, as the
 * value of the tag `cell`.
 */
export function thresholdsFor({ cells, network }: LoadOptions): Record<string, string[]> {
  const bounds = boundsMs[network]
  const thresholds: Record<string, string[]> = {
    document_drop: ['rate==0'],
    event_drop: ['rate==0'],
    bad_closes: ['count==0'],
    failed_joins: ['count==0'],
    // Beyond this the load generator is what is measured.
    loadgen_lag_ms: ['p(95)<25'],
  }
  for (const { name: cell } of cells) {
    thresholds[`edit_seen_ms{cell:${cell}}`] = [`p(95)<${bounds.edit}`]
    thresholds[`cursor_seen_ms{cell:${cell}}`] = [`p(95)<${bounds.cursor}`]
    thresholds[`join_ms{cell:${cell}}`] = [`p(95)<${bounds.join}`]
    thresholds[`loadgen_lag_ms{cell:${cell}}`] = ['p(95)<25']
  }
  return thresholds
}

/** Over a bad network a join takes three round trips of up to 0.4 s, an edit two ways of up to 0.2 s, and a loss as much again. */
const boundsMs = {
  good: { edit: 100, cursor: 250, join: 2_000 },
  bad: { edit: 1_000, cursor: 1_500, join: 5_000 },
} as const
