/** What `probe.ts` found, as JSON in its last line. */
export interface TickProbe {
  /**
   * Heap and buffers allocated by one tick of 16 updates, with few and many members; `wasteful` is a planted
   * fault.
   */
  readonly bytesPerTick: { readonly few: number; readonly many: number; readonly wasteful: number }
  readonly members: { readonly few: number; readonly many: number }
  /** Medians for a room with 1,000 members: taking a tick's updates in, and the tick itself. */
  readonly microseconds: { readonly updates: number; readonly receive: number; readonly flush: number }[]
}

export const probePrefix = 'PROBE '

/** An argument of `probe.ts` that leaves the microseconds out. */
export const allocationsOnly = '--allocations-only'
