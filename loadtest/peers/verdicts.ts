import { describeWorkload } from './workload.ts'
import type { PeerOptions, PeerRow, SubjectName, Verdict } from './peer-report.ts'

const ours: ReadonlySet<SubjectName> = new Set(['coplane', 'coplane-stock'])
const peers: ReadonlySet<SubjectName> = new Set(['hocuspocus', 'y-websocket'])

/** Whether Coplane lost nothing and was ahead of every peer under every workload. */
export function verdictsOf({ workloads }: PeerOptions, rows: readonly PeerRow[]): Verdict[] {
  return workloads.flatMap((workload) => {
    const under = rows.filter((row) => row.workload === workload)
    const own = under.filter(({ subject }) => ours.has(subject))
    const others = under.filter(({ subject }) => peers.has(subject))
    return [
      ...own.map((row) => soundness(row)),
      ...own.flatMap((row) => others.map((other) => comparison(row, other))),
    ]
  })
}

function soundness({ subject, workload, outcome }: PeerRow): Verdict {
  const at = `at ${describeWorkload(workload)}`
  if (outcome.is !== 'measured') return { is: 'broken', sentence: `${subject} ${at}: ${outcome.why}` }
  const { lost, pairs, misplaced } = outcome.figures
  return {
    is: lost === 0 && misplaced === 0 ? 'ok' : 'broken',
    sentence: `${subject} ${at}: ${lost} of ${pairs} deliveries lost, ${misplaced ?? 'unknown'} nodes misplaced`,
  }
}

function comparison(own: PeerRow, other: PeerRow): Verdict {
  const at = `at ${describeWorkload(own.workload)}`
  if (own.outcome.is !== 'measured')
    return { is: 'broken', sentence: `${own.subject} ${at} has nothing to compare with ${other.subject}` }
  if (other.outcome.is !== 'measured')
    return { is: 'ok', sentence: `${own.subject} is ahead of ${other.subject} ${at}: ${other.outcome.why}` }
  const [mine, its] = [own.outcome.figures, other.outcome.figures]
  const p95 = its.latency.p95 / mine.latency.p95
  const cpu = its.cpuUsPerDelivery / mine.cpuUsPerDelivery
  const figures =
    `P95 ${mine.latency.p95.toFixed(1)} against ${its.latency.p95.toFixed(1)} ms, ` +
    `CPU per delivery ${mine.cpuUsPerDelivery.toFixed(2)} against ${its.cpuUsPerDelivery.toFixed(2)} µs`
  const saying = (standing: string, note = ''): string =>
    `${own.subject} is ${standing} ${other.subject} ${at}: ${figures}${note}`
  if (cpu <= 1) return { is: 'broken', sentence: saying('dearer than') }
  if (mine.driver.isBottleneck || its.driver.isBottleneck) {
    const note = '; P95 is not judged, because the driver was the bottleneck'
    return { is: 'undecided', sentence: saying('cheaper than', note) }
  }
  if (p95 > 1) return { is: 'ok', sentence: saying('ahead of') }
  if (mine.latency.p95 > imperceptibleMs) return { is: 'broken', sentence: saying('slower than') }
  const note = `; P95 is not judged below ${imperceptibleMs} ms`
  return { is: 'ok', sentence: saying('cheaper than', note) }
}

/**
 * Two refreshes of a 60 Hz screen. In a small room a server that sends at once is faster than one that waits for
 * the next tick, and nobody sees it: what the wait buys is the CPU. Above this, every millisecond is judged.
 */
export const imperceptibleMs = 33.4
