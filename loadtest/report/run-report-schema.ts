import { z } from 'zod'
import type {
  CellReport,
  LaneLedger,
  Latency,
  Machine,
  PageReport,
  RunReport,
  SeriesPoint,
  Verdict,
} from './run-report.ts'

/** JSON has no NaN: null stands for what was not measured. */
const measure = z
  .number()
  .nullable()
  .transform((value) => value ?? NaN)
const count = z.number().int().min(0)

function maybe<Value>(schema: z.ZodType<Value>): z.ZodType<Value | undefined> {
  return schema.nullish().transform((value) => value ?? undefined)
}

const latency: z.ZodType<Latency> = z.object({
  p50: measure,
  p95: measure,
  p99: measure,
  max: measure,
  count,
})

const machine: z.ZodType<Machine> = z.object({
  cpu: z.string(),
  cores: count,
  memoryGiB: z.number(),
  kernel: z.string(),
  os: z.string(),
  node: z.string(),
  k6: maybe(z.string()),
  chromium: maybe(z.string()),
  placement: z.string(),
})

const lane: z.ZodType<LaneLedger> = z.object({ sent: count, skipped: count, received: count, gaps: count })

const verdict: z.ZodType<Verdict> = z.object({
  what: z.string(),
  value: measure,
  limit: z.string(),
  held: z.boolean(),
  kind: z.enum(['floor', 'goal']),
})

const point: z.ZodType<SeriesPoint> = z.object({
  at: z.number(),
  p50: measure,
  p95: measure,
  p99: measure,
  frames: measure,
  bytes: measure,
  serverCpu: measure,
  loadGeneratorCpu: measure,
  rssMiB: measure,
})

const cell: z.ZodType<CellReport> = z.object({
  name: z.string(),
  nodes: count,
  sessions: count,
  rooms: count,
  profile: z.string(),
  updatesPerSecond: measure,
  seconds: z.number(),
  tickMs: z.object({ least: measure, median: measure, most: measure }),
  editSeen: latency,
  cursorSeen: maybe(latency),
  eventSeen: maybe(latency),
  join: latency,
  failedJoins: count,
  reconnects: count,
  ledger: z.object({ document: lane, event: maybe(lane), live: lane, agrees: z.boolean() }),
  traffic: z.object({
    framesInPerSecond: measure,
    bytesInPerSecond: measure,
    framesOutPerSecond: measure,
    bytesOutPerSecond: measure,
  }),
  server: z.object({
    cpu: measure,
    peakRssMiB: measure,
    loopDelayP50Ms: measure,
    loopDelayP99Ms: measure,
    descriptors: measure,
    durableP95Ms: maybe(z.number()),
  }),
  loadGenerator: z.object({ cpu: measure, peakRssMiB: measure, lagP95Ms: measure, lagMaxMs: measure }),
  oracle: maybe(z.object({ clients: count, equal: z.boolean() })),
  series: z.array(point),
  verdicts: z.array(verdict),
})

const page: z.ZodType<PageReport> = z.object({
  name: z.string(),
  page: z.enum(['demo', 'react-flow']),
  view: z.enum(['near', 'fit']),
  nodes: count,
  sessions: count,
  culling: z.boolean(),
  seconds: z.number(),
  fps: z.object({ p5: measure, p50: measure, mean: measure }),
  frameMs: z.object({ p50: measure, p95: measure, p99: measure, max: measure }),
  slowFrames: measure,
  longTasks: z.object({ count, totalMs: measure, maxMs: measure }),
  updatesApplied: count,
  liveFrames: count,
  receivedToPainted: latency,
  heapMiB: measure,
  domNodes: measure,
  visibleNodes: measure,
  gaps: count,
  series: z.array(z.object({ at: z.number(), fps: measure, frameP95Ms: measure })),
  verdicts: z.array(verdict),
})

/** What `RunReport` looks like in JSON. */
export const runReportSchema: z.ZodType<RunReport> = z.object({
  format: z.literal(1),
  scenario: z.enum([
    'grid',
    'fps',
    'network',
    'soak',
    'spike',
    'reconnect-storm',
    'slow-consumers',
    'many-rooms',
    'events',
  ]),
  startedAt: z.iso.datetime({ offset: true }),
  seconds: z.number(),
  complete: z.boolean(),
  commit: maybe(z.string()),
  machine,
  settings: z.record(z.string(), z.string()),
  cells: z.array(cell),
  pages: z.array(page),
})
