import { existsSync } from 'node:fs'
import { z } from 'zod'
import { NodeProcess, typescript } from '../../driver/node-process.ts'
import { parseJson } from '../read-report.ts'
import type { GateFigure } from './figure.ts'

const bench = '../../../test/bench/'
const patienceMs = 120_000
/** Counts and sizes do not vary by themselves; a version of a bundler or of zlib may move them a little. */
const tight = 1.05

/** Counts what does not depend on the machine: by a tick without a transport, the SDK's documents and its bundles. */
export async function countFigures(): Promise<GateFigure[]> {
  if (!existsSync(new URL('../../../server/dist/main.js', import.meta.url)))
    throw new Error('what is counted is the built server: npm run build')
  // Collecting nothing while it counts needs a large new space, as the bench of ticks has it.
  const space = ['--min-semi-space-size=128', '--max-semi-space-size=128']
  const tick = await probe(
    [
      '--expose-gc',
      ...space,
      '--single-threaded-gc',
      ...typescript(new URL(`${bench}tick/probe.ts`, import.meta.url), '--allocations-only'),
    ],
    'PROBE ',
    z.object({
      bytesPerTick: z.object({ few: z.number(), many: z.number(), wasteful: z.number() }),
      members: z.object({ few: z.number(), many: z.number() }),
    }),
  )
  const counted = await probe(
    typescript(new URL(`${bench}gate/probe.ts`, import.meta.url)),
    'COUNTED ',
    z.record(z.string(), z.number()),
  )
  return [...allocations(tick), ...Object.entries(counted).map(([key, value]) => figureOf(key, value))]
}

export interface Allocations {
  readonly bytesPerTick: { readonly few: number; readonly many: number }
  readonly members: { readonly few: number; readonly many: number }
}

export function allocations({ bytesPerTick: { few, many }, members }: Allocations): GateFigure[] {
  const name = (count: number): string =>
    `allocated by a tick of 16 updates with ${count.toLocaleString('en')} members`
  return [
    { name: name(members.few), value: few, unit: 'B', within: tight, ofNode: true },
    { name: name(members.many), value: many, unit: 'B', within: tight, ofNode: true },
    {
      name: 'allocated with many members, by what few make it',
      value: many / few,
      unit: '×',
      within: tight,
      most: tight,
    },
  ]
}

const sentences: Readonly<Record<string, readonly [before: string, after: string, unit: string]>> = {
  encodes: ['times that a tick of ', ' updates is encoded', ''],
  publishes: ['times that a tick of ', ' updates is published', ''],
  sends: ['frames sent to single members by a tick of ', ' updates', ''],
  frameBytes: ['frame of a tick of ', ' updates', 'B'],
  bundle: ['bundle “', '”, gzipped', 'B'],
}

function figureOf(key: string, value: number): GateFigure {
  const [kind, of] = key.split('.') as [string, string | undefined]
  if (kind === 'gestureBytes')
    return { name: 'a document grows by, for a gesture of ten nodes', value, unit: 'B', within: tight }
  if (kind === 'commitBytes')
    return { name: 'a document grows by, for a commit of one node', value, unit: 'B', within: tight }
  const sentence = sentences[kind]
  if (!sentence) throw new Error(`the probe counted ${key}, which has no name here`)
  const [before, after, unit] = sentence
  return { name: `${before}${of}${after}`, value, unit, within: tight }
}

async function probe<Found>(
  args: readonly string[],
  prefix: string,
  schema: z.ZodType<Found>,
): Promise<Found> {
  const child = new NodeProcess(undefined, args)
  try {
    const line = await child.line(new RegExp(`^${prefix}`), patienceMs)
    return parseJson(line.slice(prefix.length), 'what a probe counted', schema)
  } finally {
    await child.stop(2_000)
  }
}
