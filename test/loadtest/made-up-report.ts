import { seededRandom } from '../../loadtest/driver/random.ts'
import type { CellReport, Latency, PageReport, RunReport, Verdict } from '../../loadtest/report/run-report.ts'

/** A report that nobody measured: figures drawn from a seed, of the size and shape of real ones. */
export function madeUpReport(seed = 1, changes: Partial<RunReport> = {}): RunReport {
  const random = seededRandom(seed)
  const sizes = [100, 500, 1_000]
  return {
    format: 1,
    scenario: 'grid',
    startedAt: '2026-01-02T03:04:05.000Z',
    seconds: 782,
    complete: true,
    commit: '0123456789abcdef0123456789abcdef01234567',
    machine: {
      cpu: 'Made-up CPU',
      cores: 2,
      memoryGiB: 24,
      kernel: 'Linux 6.0',
      os: 'Made-up Linux',
      node: 'v20.20.2',
      k6: '2.2.0',
      chromium: '150.0',
      placement: 'server on core 0, k6 on core 1',
    },
    cells: sizes.flatMap((nodes) => sizes.map((sessions) => madeUpCell(random, nodes, sessions))),
    settings: { HOLD_S: '60' },
    pages: [],
    ...changes,
  }
}

export function madeUpCell(random: () => number, nodes: number, sessions: number, seconds = 60): CellReport {
  const p95 = 12 + sessions * (0.03 + 0.02 * random()) + nodes * 0.012
  const cpu = 9 + sessions * 0.055 + random() * 6
  const frames = sessions * 42
  const received = frames * seconds
  return {
    name: `n${nodes}_s${sessions}`,
    nodes,
    sessions,
    rooms: 1,
    profile: 'people',
    updatesPerSecond: sessions * 0.5,
    seconds,
    tickMs: { least: 16, median: 16 + sessions / 100, most: 40 },
    editSeen: latency(p95, received),
    cursorSeen: latency(p95 * 1.4, received * 3),
    eventSeen: undefined,
    join: latency(p95 * 1.1, sessions),
    failedJoins: 0,
    reconnects: 0,
    ledger: {
      document: { sent: received, skipped: 0, received, gaps: 0 },
      event: undefined,
      live: { sent: received * 2, skipped: Math.round(sessions * 1.3), received: received * 2, gaps: 0 },
      agrees: true,
    },
    traffic: {
      framesInPerSecond: sessions * 10.4,
      bytesInPerSecond: sessions * 480,
      framesOutPerSecond: frames,
      bytesOutPerSecond: frames * 310,
    },
    server: {
      cpu,
      peakRssMiB: 88 + sessions * 0.07,
      loopDelayP50Ms: 1.2,
      loopDelayP99Ms: 6 + sessions / 120,
      descriptors: sessions + 37,
      durableP95Ms: 41 + random() * 9,
    },
    loadGenerator: { cpu: cpu * 0.9, peakRssMiB: 240, lagP95Ms: 3 + sessions / 300, lagMaxMs: 31 },
    oracle: { clients: 3, equal: true },
    series: Array.from({ length: seconds }, (_, at) => {
      const swing = 0.85 + random() * 0.3 + (at < 5 ? 0.6 - at / 10 : 0)
      return {
        at,
        p50: p95 * 0.6 * swing,
        p95: p95 * swing,
        p99: p95 * 1.2 * swing * (random() < 0.04 ? 1.7 : 1),
        frames,
        bytes: frames * 310,
        serverCpu: cpu * swing,
        loadGeneratorCpu: cpu * 0.9 * (0.9 + random() * 0.2),
        rssMiB: 80 + sessions * 0.07 * Math.min(1, at / 20) + random() * 3,
      }
    }),
    verdicts: [
      verdict('edit→seen P95', p95, 100, 'ms', 'floor'),
      verdict('edit→seen P95', p95, 60, 'ms', 'goal'),
      verdict('drop rate of the document lane', 0, 0, '', 'floor'),
      verdict('load generator’s lag P95', 3 + sessions / 300, 25, 'ms', 'floor'),
      verdict('peak RSS', 88 + sessions * 0.07, 300, 'MiB', 'goal'),
    ],
  }
}

export function madeUpPage(
  random: () => number,
  page: PageReport['page'],
  nodes: number,
  culling: boolean,
): PageReport {
  const drawn = culling ? Math.min(nodes, 400) : nodes
  const fps = Math.max(4, 60 - (drawn / (page === 'demo' ? 900 : 160)) * (0.9 + random() * 0.2))
  return {
    name: `${page}_n${nodes}_s1000${culling ? '' : '_all'}`,
    page,
    view: 'near',
    nodes,
    sessions: 1_000,
    culling,
    seconds: 30,
    fps: { p5: fps * 0.8, p50: fps, mean: fps * 0.97 },
    frameMs: { p50: 1000 / fps, p95: 1300 / fps, p99: 1900 / fps, max: 5000 / fps },
    slowFrames: fps > 50 ? 0.002 : 1 - fps / 60,
    longTasks: { count: Math.round(drawn / 150), totalMs: drawn * 0.6, maxMs: 50 + drawn / 40 },
    updatesApplied: 14_310,
    liveFrames: 610,
    receivedToPainted: latency(18 + drawn / 50, 9_000),
    heapMiB: 22 + nodes / 90,
    domNodes: page === 'demo' ? 143 : 90 + drawn * 9,
    visibleNodes: drawn,
    gaps: 0,
    series: Array.from({ length: 30 }, (_, at) => ({
      at,
      fps: fps * (0.92 + random() * 0.1),
      frameP95Ms: 1300 / fps,
    })),
    verdicts: [
      {
        what: 'FPS P50',
        value: fps,
        limit: '≥ 55',
        held: fps >= 55,
        kind: nodes <= 1_000 ? 'floor' : 'goal',
      },
    ],
  }
}

function latency(p95: number, count: number): Latency {
  return { p50: p95 * 0.6, p95, p99: p95 * 1.2, max: p95 * 2.3, count }
}

function verdict(what: string, value: number, limit: number, unit: string, kind: Verdict['kind']): Verdict {
  return { what, value, limit: `≤ ${limit} ${unit}`.trim(), held: value <= limit, kind }
}
