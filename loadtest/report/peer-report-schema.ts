import { z } from 'zod'

/** JSON has no NaN: null stands for what was not measured. */
const measure = z
  .number()
  .nullish()
  .transform((value) => value ?? NaN)
const latency = z.object({ p50: measure, p95: measure, p99: measure })

const figures = z.object({
  pairs: measure,
  delivered: measure,
  lost: measure,
  latency,
  join: latency,
  cpuPercent: measure,
  cpuUsPerDelivery: measure,
  peakRssMiB: measure,
  cursors: z.object({ lost: measure, latency }).nullish(),
  driver: z.object({ cpu: measure, isBottleneck: z.boolean() }),
})

const outcome = z.discriminatedUnion('is', [
  z.object({ is: z.literal('measured'), figures }),
  z.object({ is: z.literal('collapsed'), why: z.string(), figures: figures.nullish() }),
  z.object({ is: z.literal('not-run'), why: z.string() }),
])

/** Of `loadtest/results/peers.json`, what a page shows: all its figures, without the single runs that they are medians of. */
export const peerReportSchema = z.object({
  format: z.literal(1),
  startedAt: z.iso.datetime({ offset: true }),
  complete: z.boolean(),
  machine: z.object({
    cpuModel: z.string(),
    cores: z.number(),
    memoryGiB: z.number(),
    node: z.string(),
    kernel: z.string(),
    pinned: z.object({ server: z.number(), driver: z.number() }).nullish(),
  }),
  versions: z.record(z.string(), z.string()),
  options: z.object({ sessions: z.number(), nodes: z.number(), seconds: z.number(), rounds: z.number() }),
  rows: z.array(
    z.object({
      subject: z.string(),
      workload: z.object({ rate: z.number(), cursorHz: z.number() }),
      outcome,
      ratios: z.object({ p95: measure, cpu: measure, join: measure }).nullish(),
    }),
  ),
  verdicts: z.array(z.object({ is: z.enum(['ok', 'broken', 'undecided']), sentence: z.string() })),
})

export type PeersShown = z.infer<typeof peerReportSchema>
