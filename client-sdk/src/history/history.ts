import type * as Y from 'yjs'
import type { Gate } from '../canvas/gate.ts'
import type { FrameLoop } from '../frame-loop.ts'
import { Listeners } from '../listeners.ts'
import type { Change } from './change.ts'
import type { Recorder } from './recorder.ts'
import { revert, type Revertible } from './revert.ts'
import { StepStack, type Step } from './step-stack.ts'

/** Edits that are one undo step though they are several transactions, e.g. the checkpoints of a long gesture. */
export interface OpenStep {
  /** Like `room.batch`; what it changes joins the step. After an undo of the step it begins another one. */
  batch<T>(edit: () => T): T
  /** Takes back what the step did, where nobody else wrote since, and forgets it: nothing is left to undo or redo. */
  cancel(): void
}

/**
 * Undo and redo of this session's own edits. Every batch, and every edit outside of one, is a step; a step is an inverse
 * that is applied to the canvas as it is by then, so what others did since stays: a key goes back only if its value is
 * still the one that was written here, and what others deleted is left alone. An undo and a redo go out as ordinary edits.
 *
 * 100 steps and 8 MiB (estimated heap) are kept for undo, and as much for redo; the oldest are forgotten first.
 *
 * @example
 * room.nodes.remove(id)
 * room.history.undo() // the node is back, with its edges
 */
export class History {
  private readonly done = new StepStack()
  private readonly undone = new StepStack()
  private readonly canvas: Revertible
  private readonly frames: FrameLoop
  private readonly gate: Gate
  private readonly listeners = new Listeners<[]>()
  /** Origins of the transactions made here, by which the recorder's news of them are told from edits. */
  private readonly undoing = { origin: 'undo' }
  private readonly redoing = { origin: 'redo' }
  private readonly takingBack = { origin: 'take back' }

  constructor(recorder: Recorder, canvas: Revertible, frames: FrameLoop, gate: Gate) {
    this.canvas = canvas
    this.frames = frames
    this.gate = gate
    recorder.onChanges((changes, transaction) => this.record(changes, transaction))
  }

  get canUndo(): boolean {
    return this.done.length > 0
  }

  get canRedo(): boolean {
    return this.undone.length > 0
  }

  /** Estimated heap of all steps, at most 16 MiB. */
  get bytes(): number {
    return this.done.bytes + this.undone.bytes
  }

  /**
   * Takes the last step back.
   * @returns false when there is none, or when nothing of it is left to take back because others deleted or overwrote it:
   * then the step is dropped, the document is untouched, and `room.onReject` hears `gone`.
   * @throws Error inside a batch.
   */
  undo(): boolean {
    return this.apply(this.done, this.undoing)
  }

  /** Does again what the last undo took back; returns and throws like `undo`. */
  redo(): boolean {
    return this.apply(this.undone, this.redoing)
  }

  /** Forgets all steps. */
  clear(): void {
    this.done.clear()
    this.undone.clear()
    this.changed()
  }

  /** Calls back when `canUndo` or `canRedo` may have changed, at most once per animation frame. */
  subscribe(listener: () => void): () => void {
    return this.listeners.add(listener)
  }

  /**
   * Begins a step that several batches make together. Edits outside of its `batch` are steps of their own.
   * @example
   * const step = room.history.open()
   * step.batch(() => room.nodes.update(id, { x: 10 })) // a checkpoint
   * step.batch(() => room.nodes.update(id, { x: 20 })) // one undo goes back to before the first
   */
  open(): OpenStep {
    const open: OpenedStep = { step: undefined }
    return {
      batch: (edit) =>
        this.canvas.doc.transact((transaction) => {
          transaction.meta.set(this, open)
          return edit()
        }),
      cancel: () => {
        if (!open.step || !this.done.remove(open.step)) return
        this.takeBack(open.step.changes)
        open.step = undefined
        this.changed()
      },
    }
  }

  /** The SDK's own call: takes changes back without making that a step, e.g. a batch that the server refused. */
  takeBack(changes: readonly Change[]): void {
    revert(changes, this.canvas, this.takingBack)
  }

  private record(changes: readonly Change[], { local, origin, meta }: Y.Transaction): void {
    // An update that another provider applied to the document was made by somebody else.
    if (!local || origin === this.takingBack) return
    if (origin === this.undoing) this.undone.push(changes)
    else if (origin === this.redoing) this.done.push(changes)
    else this.edited(changes, meta.get(this) as OpenedStep | undefined)
    this.changed()
  }

  private edited(changes: readonly Change[], open: OpenedStep | undefined): void {
    this.undone.clear()
    if (open?.step && this.done.add(open.step, changes)) return
    const step = this.done.push(changes)
    if (open) open.step = step
  }

  private apply(steps: StepStack, origin: object): boolean {
    // oxlint-disable-next-line no-underscore-dangle -- Yjs says it nowhere else
    if (this.canvas.doc._transaction !== null) throw new Error('undo and redo are steps: not inside a batch')
    if (steps.length === 0 || !this.gate.isOpen({})) return false
    const { changes } = steps.pop()!
    this.changed()
    if (revert(changes, this.canvas, origin) > 0) return true
    return this.gate.refuse('gone', 'others deleted or overwrote everything that this step changed', {
      nodes: idsIn(changes, 'nodes'),
      edges: idsIn(changes, 'edges'),
    })
  }

  private changed(): void {
    this.frames.ask(this.tell)
  }

  private readonly tell = (): void => this.listeners.tell()
}

/** What an open step has put on the stack so far. */
interface OpenedStep {
  step: Step | undefined
}

function idsIn(changes: readonly Change[], root: 'nodes' | 'edges'): string[] {
  return [...new Set(changes.flatMap((change) => (change.root === root ? [change.id] : [])))]
}
