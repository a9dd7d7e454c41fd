import type { Environment } from './environment.ts'
import { reportUncaught } from './uncaught.ts'

/** Collects who has something to tell or to paint and lets all of them do it once per animation frame. */
export class FrameLoop {
  private asked = false
  private readonly due = new Set<() => void>()
  private readonly paints = new Set<(nowMs: number) => void>()
  private readonly environment: Environment

  constructor(environment: Environment) {
    this.environment = environment
  }

  /** `tell` runs once in the next frame, however often it is asked for. */
  ask(tell: () => void): void {
    this.due.add(tell)
    this.schedule()
  }

  /** `paint` runs once in the next frame, after all have told; asked for while they tell, in that same frame. */
  askPaint(paint: (nowMs: number) => void): void {
    this.paints.add(paint)
    this.schedule()
  }

  private schedule(): void {
    if (this.asked) return
    this.asked = true
    this.environment.onFrame(() => this.run())
  }

  private run(): void {
    try {
      for (const tell of take(this.due)) tell()
      for (const paint of take(this.paints)) this.paint(paint)
    } finally {
      this.asked = false
      // What was asked for meanwhile is for the next frame.
      if (this.due.size + this.paints.size > 0) this.schedule()
    }
  }

  private paint(paint: (nowMs: number) => void): void {
    try {
      paint(this.environment.now())
    } catch (error) {
      reportUncaught(error)
    }
  }
}

function take<T>(asked: Set<T>): readonly T[] {
  const all = [...asked]
  asked.clear()
  return all
}
