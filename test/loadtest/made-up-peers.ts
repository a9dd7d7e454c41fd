import type { PeerFigures, PeerReport } from '../../loadtest/peers/peer-report.ts'

/** A comparison that nobody measured: one server that keeps up, and one that collapses. */
export function madeUpPeers(): PeerReport {
  const workload = { rate: 1_000, cursorHz: 0 }
  return {
    format: 1,
    startedAt: '2026-01-02T03:04:05.000Z',
    complete: true,
    machine: {
      cpuModel: 'Made-up CPU',
      cores: 2,
      memoryGiB: 24,
      node: 'v20.20.2',
      kernel: 'Linux 6.0',
      pinned: { server: 0, driver: 1 },
    },
    versions: { 'made-up-peer': '1.2.3' },
    options: {
      sessions: 1_000,
      nodes: 1_000,
      workloads: [workload],
      subjects: ['coplane-stock', 'hocuspocus', 'y-websocket'],
      seconds: 10,
      warmUpSeconds: 3,
      rounds: 3,
      joinsPerSecond: 500,
      seed: 1,
      server: 'server/dist/main.js',
    },
    runs: [],
    rows: [
      {
        subject: 'coplane-stock',
        workload,
        outcome: { is: 'measured', figures: figures(22, 5) },
        ratios: { p95: 1, cpu: 1, join: 1 },
      },
      {
        subject: 'hocuspocus',
        workload,
        outcome: { is: 'measured', figures: figures(55, 9) },
        ratios: { p95: 2.5, cpu: 1.8, join: NaN },
      },
      {
        subject: 'y-websocket',
        workload,
        outcome: { is: 'collapsed', why: 'it delivered 12 % in time', figures: undefined },
        ratios: undefined,
      },
    ],
    verdicts: [
      { is: 'ok', sentence: 'coplane-stock is ahead of hocuspocus' },
      { is: 'undecided', sentence: 'nobody knows about y-websocket' },
      { is: 'broken', sentence: 'coplane-stock is not ahead of nobody' },
    ],
  }
}

function figures(p95: number, cpu: number): PeerFigures {
  const latency = { p50: p95 * 0.6, p95, p99: p95 * 1.2, max: p95 * 2 }
  return {
    updates: 1_000,
    pairs: 1_000_000,
    delivered: 1_000_000,
    lost: 0,
    latency,
    join: { p50: NaN, p95: NaN, p99: NaN, max: NaN },
    cpuPercent: cpu * 10,
    cpuUsPerDelivery: cpu,
    peakRssMiB: 120,
    misplaced: 0,
    cursors: { pairs: 1_000, lost: 0, latency },
    driver: { cpu: 44, loopLagP95: 1, sendLatenessP95: 1, isBottleneck: false },
  }
}
