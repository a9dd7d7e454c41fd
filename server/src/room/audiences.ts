import type { Audience } from './audience.ts'
import type { Flush } from './flush.ts'

/** The audiences of one room, one per dialect that has ever joined it. */
export class Audiences {
  private readonly byDialect = new Map<object, Audience>()
  private readonly report: (message: string, error: unknown) => void

  constructor(report: (message: string, error: unknown) => void) {
    this.report = report
  }

  of(dialect: object, create: () => Audience): Audience {
    let audience = this.byDialect.get(dialect)
    if (!audience) this.byDialect.set(dialect, (audience = create()))
    return audience
  }

  all(): Iterable<Audience> {
    return this.byDialect.values()
  }

  /** Subscribed members. */
  get size(): number {
    let members = 0
    for (const audience of this.byDialect.values()) members += audience.size
    return members
  }

  /** Hands the flush to those whom it concerns. @returns the sends that it cost. */
  publish(flush: Flush): number {
    let sends = 0
    for (const audience of this.byDialect.values()) {
      const isConcerned = flush.isTick || flush.moved.size > 0 || audience.isPending
      if (audience.size + audience.lagging === 0 || !isConcerned) continue
      const { frames } = audience
      try {
        audience.publish(flush)
      } catch (error) {
        // The other dialects, the log and the authors must not miss a tick for it.
        this.report('a tick could not be published in one dialect', error)
      }
      if (audience.frames > frames) sends += audience.size
    }
    return sends
  }

  /** Called about once a second. */
  sweep(now: number): void {
    for (const audience of this.byDialect.values()) if (audience.size > 0) audience.sweep(now)
  }
}
