import { reportUncaught } from './uncaught.ts'

/** A set of listeners. One that throws is reported like an uncaught error of its own and stops none of the others. */
export class Listeners<Args extends readonly unknown[]> {
  private readonly all = new Set<(...args: Args) => void>()

  get size(): number {
    return this.all.size
  }

  /** @returns how to stop listening. */
  add(listener: (...args: Args) => void): () => void {
    // A function of its own, so that one listener added twice is called twice and removed once.
    const entry = (...args: Args): void => listener(...args)
    this.all.add(entry)
    return () => void this.all.delete(entry)
  }

  tell(...args: Args): void {
    for (const listener of [...this.all]) {
      try {
        listener(...args)
      } catch (error) {
        reportUncaught(error)
      }
    }
  }
}
