import { type TreeUse, useOfTree } from './process-tree.ts'

/** What server and load generator used at one moment; undefined for a process that is not ours or is gone. */
export interface Sample {
  /** Milliseconds since the epoch. */
  readonly atMs: number
  readonly server: TreeUse | undefined
  readonly loadGenerator: TreeUse | undefined
}

/** Looks at both processes once a second. */
export class Sampler {
  readonly samples: Sample[] = []
  private readonly timer: NodeJS.Timeout
  private readonly serverPid: number | undefined
  private readonly loadGeneratorPid: number

  constructor(serverPid: number | undefined, loadGeneratorPid: number) {
    this.serverPid = serverPid
    this.loadGeneratorPid = loadGeneratorPid
    this.look()
    this.timer = setInterval(() => this.look(), 1000)
  }

  stop(): void {
    clearInterval(this.timer)
    this.look()
  }

  private look(): void {
    this.samples.push({
      atMs: Date.now(),
      server: this.serverPid === undefined ? undefined : useOfTree(this.serverPid),
      loadGenerator: useOfTree(this.loadGeneratorPid),
    })
  }
}

/** Percent of one core that a process took between the samples nearest to both ends; NaN where it was not seen twice. */
export function cpuBetween(
  samples: readonly Sample[],
  which: 'server' | 'loadGenerator',
  fromMs: number,
  toMs: number,
): number {
  const from = nearest(samples, fromMs)
  const to = nearest(samples, toMs)
  const [before, after] = [from?.[which], to?.[which]]
  if (!from || !to || !before || !after || to.atMs <= from.atMs) return NaN
  return Math.max(0, ((after.cpuSeconds - before.cpuSeconds) * 100_000) / (to.atMs - from.atMs))
}

/** The most of something that a process was seen with; NaN when it never was. */
export function peak(
  samples: readonly Sample[],
  which: 'server' | 'loadGenerator',
  of: 'rssMiB' | 'descriptors',
): number {
  const all = samples.flatMap((sample) => sample[which]?.[of] ?? [])
  return all.length > 0 ? Math.max(...all) : NaN
}

export function nearest(samples: readonly Sample[], atMs: number): Sample | undefined {
  let best: Sample | undefined
  for (const sample of samples)
    if (!best || Math.abs(sample.atMs - atMs) < Math.abs(best.atMs - atMs)) best = sample
  return best
}
