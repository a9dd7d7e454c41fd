/** What can be done to a connection. */
export const faultKinds = [
  'delay',
  'pause',
  'throttle',
  'corrupt',
  'cut',
  'half-close',
  'blackhole',
  'reset',
  'refuse',
  'kill',
] as const

export type FaultKind = (typeof faultKinds)[number]

/** How often each fault was injected. */
export class FaultTally {
  private readonly counts = new Map<FaultKind, number>()

  count(kind: FaultKind): void {
    this.counts.set(kind, this.of(kind) + 1)
  }

  of(kind: FaultKind): number {
    return this.counts.get(kind) ?? 0
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0)
  }

  /** Kinds that never happened are left out. */
  toJSON(): Partial<Record<FaultKind, number>> {
    return Object.fromEntries(
      faultKinds.filter((kind) => this.counts.has(kind)).map((kind) => [kind, this.of(kind)]),
    )
  }
}
