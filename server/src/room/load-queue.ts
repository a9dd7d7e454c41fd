import { roomLimits } from './room-limits.ts'

/** Loads of rooms, a few at once: each brings a whole document into memory, and the store reads one after the other anyway. */
export class LoadQueue {
  private running = 0
  private readonly waiting: (() => void)[] = []

  get isFull(): boolean {
    return this.waiting.length >= roomLimits.loadsWaiting
  }

  /** Runs the load when it is its turn; the answer is the load's own. */
  async run<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
    if (this.running >= roomLimits.loadsAtOnce)
      await new Promise<void>((resolve) => this.waiting.push(resolve))
    else this.running++
    try {
      return await load()
    } finally {
      // Whoever is next takes over this one's place.
      const next = this.waiting.shift()
      if (next) next()
      else this.running--
    }
  }
}
