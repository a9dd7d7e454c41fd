import type { Clock } from '../../../server/src/room/ports.ts'

interface Timer {
  readonly at: number
  readonly order: number
  readonly run: () => void
  /** It ran or was cancelled. */
  isOver: boolean
}

/** Time that passes only when the test lets it. Timers of the same moment run in the order they were set. */
export class VirtualClock implements Clock {
  private time = 0
  private order = 0
  /** A binary heap, the next one first; those that were cancelled stay until they are due. */
  private readonly heap: Timer[] = []
  private waiting = 0

  now(): number {
    return this.time
  }

  soon(run: () => void): void {
    this.after(0, run)
  }

  after(delayMs: number, run: () => void): () => void {
    const timer: Timer = { at: this.time + Math.max(0, delayMs), order: this.order++, run, isOver: false }
    this.push(timer)
    this.waiting++
    return () => this.finish(timer)
  }

  /** Timers that were set and neither ran nor were cancelled. */
  get pending(): number {
    return this.waiting
  }

  /** Lets `ms` pass: runs every timer that falls due, and the promises that settle on the way. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms
    await settle()
    for (;;) {
      const [next] = this.heap
      if (!next || next.at > end) break
      this.pop()
      if (next.isOver) continue
      this.finish(next)
      this.time = next.at
      next.run()
      await settle()
    }
    this.time = end
  }

  private finish(timer: Timer): void {
    if (timer.isOver) return
    timer.isOver = true
    this.waiting--
  }

  private push(timer: Timer): void {
    const { heap } = this
    let at = heap.push(timer) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if (isBefore(heap[above]!, timer)) break
      heap[at] = heap[above]!
      at = above
    }
    heap[at] = timer
  }

  private pop(): void {
    const { heap } = this
    const last = heap.pop()!
    if (heap.length === 0) return
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= heap.length) break
      if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below++
      if (isBefore(last, heap[below]!)) break
      heap[at] = heap[below]!
      at = below
    }
    heap[at] = last
  }
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.at === other.at ? one.order < other.order : one.at < other.at
}

/** Every promise chain of the code under test is a few links long; none of them waits for real time. */
async function settle(): Promise<void> {
  for (let links = 0; links < 12; links++) await Promise.resolve()
}
