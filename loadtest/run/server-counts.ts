import { type Metrics, rise } from './prometheus-text.ts'

/** What the server says that it sent between two looks at its metrics. */
export interface ServerCounts {
  /** All frames: published ones times their subscribers, and those for one socket. */
  readonly frames: number
  readonly documentTicks: number
  readonly eventTicks: number
  readonly liveFrames: number
  /** Spared while a member lagged, and made up for by a resync. */
  readonly skipped: number
  readonly liveSkipped: number
  /** Dropped by the transport at its own limit. */
  readonly lost: number
}

export function serverCounts(from: Metrics, to: Metrics): ServerCounts {
  const counted = (name: string): number => rise(`coplane_${name}`, from, to)
  return {
    frames: counted('frame_deliveries_total') + counted('frames_sent_total'),
    documentTicks: counted('document_deliveries_total'),
    eventTicks: counted('event_deliveries_total'),
    liveFrames: counted('live_frames_sent_total'),
    skipped: counted('frames_dropped_total{reason="lag"}'),
    liveSkipped: counted('frames_dropped_total{reason="live"}'),
    lost: counted('frames_dropped_total{reason="limit"}'),
  }
}
