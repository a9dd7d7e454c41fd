import { authLimits } from './auth-limits.ts'
import type { Refusal } from './refusal.ts'

/**
 * Tells the operator of tokens that were refused: the first at once, whatever follows within the next seconds as one line
 * of counts, since whoever is refused may come back a thousand times a second.
 */
export class RefusalLog {
  private readonly now: () => number
  private readonly tell: (message: string) => void
  private readonly counts = new Map<string, number>()
  private toldMs = -Infinity

  constructor(now: () => number, tell: (message: string) => void) {
    this.now = now
    this.tell = tell
  }

  add({ denial, reason, detail }: Refusal): void {
    if (this.isQuiet) {
      this.tell(`refused a socket: ${denial} (${reason}${detail === undefined ? '' : `: ${detail}`})`)
      this.toldMs = this.now()
      return
    }
    const key = `${denial} (${reason})`
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1)
  }

  /** Called about once a second. */
  sweep(): void {
    if (!this.isQuiet || this.counts.size === 0) return
    const counts = [...this.counts].map(([key, count]) => `${count} ${key}`).join(', ')
    this.tell(`refused more sockets: ${counts}`)
    this.counts.clear()
    this.toldMs = this.now()
  }

  private get isQuiet(): boolean {
    return this.now() - this.toldMs >= authLimits.refusalLogMs
  }
}
