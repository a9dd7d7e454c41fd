import type { LoadEvent } from './load-event.ts'

/** What one member has heard of each publisher: everything once, in the order in which it was sent. */
export class PublisherOrder {
  private readonly newest = new Map<number, number>()

  /** @returns what is wrong with this event coming now, or undefined. */
  fault({ publisher, count }: LoadEvent): string | undefined {
    const before = this.newest.get(publisher)
    this.newest.set(publisher, count)
    // Whoever joins late begins anywhere.
    if (before === undefined || count === before + 1) return undefined
    return count <= before
      ? `event ${count} of publisher ${publisher} came again, or after ${before}`
      : `events ${before + 1} to ${count - 1} of publisher ${publisher} did not come`
  }
}
