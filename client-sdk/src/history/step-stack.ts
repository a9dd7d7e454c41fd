import { changeWeight, joinChanges, type Change } from './change.ts'
import type { StoredEntry } from './stored.ts'

/** Deep enough for a working session; what tldraw and Figma keep is of this order. */
export const maxSteps = 100

/**
 * Estimated heap of one stack: about 20,000 deleted nodes of usual size. A step that is larger by itself is not kept, and
 * neither is anything older.
 */
export const maxStackBytes = 8 * 1024 * 1024

/** What one undo or redo takes back. */
export interface Step {
  changes: readonly Change[]
  /** Estimated heap. */
  bytes: number
}

/** Steps, the newest last, bounded in number and in bytes; the oldest are forgotten first. */
export class StepStack {
  /** Estimated heap of all steps. */
  bytes = 0
  private readonly steps: Step[] = []

  get length(): number {
    return this.steps.length
  }

  push(changes: readonly Change[]): Step {
    const step = { changes: [], bytes: 0 }
    this.steps.push(step)
    this.hold(step, changes)
    return step
  }

  /** @returns false when the step is not here any more. */
  add(step: Step, changes: readonly Change[]): boolean {
    if (!this.steps.includes(step)) return false
    this.hold(step, joinChanges(step.changes, changes))
    return true
  }

  pop(): Step | undefined {
    const step = this.steps.pop()
    if (step) this.bytes -= step.bytes
    return step
  }

  remove(step: Step): boolean {
    const at = this.steps.indexOf(step)
    if (at < 0) return false
    this.steps.splice(at, 1)
    this.bytes -= step.bytes
    return true
  }

  clear(): void {
    this.steps.length = 0
    this.bytes = 0
  }

  private hold(step: Step, changes: readonly Change[]): void {
    this.bytes -= step.bytes
    step.changes = changes.map(withoutContent)
    step.bytes = step.changes.reduce((sum, change) => sum + changeWeight(change), 0)
    this.bytes += step.bytes
    while (this.steps.length > maxSteps || this.bytes > maxStackBytes) this.bytes -= this.steps.shift()!.bytes
  }
}

/** What was created is taken back by deleting it: its content need not be kept. */
function withoutContent(change: Change): Change {
  return change.is === 'entry' && change.after && change.after.size > 0
    ? { ...change, after: nothing }
    : change
}

const nothing: StoredEntry = new Map()
