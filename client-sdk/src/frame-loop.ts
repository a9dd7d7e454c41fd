import type { Environment } from './environment.ts'

/** Collects who has something to tell and lets all of them tell it once per animation frame. */
export class FrameLoop {
  private asked = false
  private readonly due = new Set<() => void>()
  private readonly environment: Environment

  constructor(environment: Environment) {
    this.environment = environment
  }

  /** `tell` runs once in the next frame, however often it is asked for. */
  ask(tell: () => void): void {
    this.due.add(tell)
    if (this.asked) return
    this.asked = true
    this.environment.onFrame(() => this.run())
  }

  private run(): void {
    this.asked = false
    const due = [...this.due]
    this.due.clear()
    for (const tell of due) tell()
  }
}
