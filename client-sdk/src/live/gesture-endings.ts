import type { Environment } from '../environment.ts'
import type { GestureWire } from './gesture-wire.ts'

/** The way that edits take to the server. */
export interface EditLane {
  /** Sends the edits that wait, if there are any and there is a connection. */
  flush(): void
  /** Whether edits wait to be sent. */
  hasWaiting(): boolean
}

/** Own gestures that are over and whose end leaves together with the batch that has the result. */
export class GestureEndings {
  private ending: GestureWire[] = []
  private readonly edits: EditLane
  private readonly environment: Environment

  constructor(edits: EditLane, environment: Environment) {
    this.edits = edits
    this.environment = environment
  }

  /** Ends the gesture with the batch that `edit` makes, or as cancelled when it makes none. */
  finish(wire: GestureWire, edit: () => void): void {
    if (!wire.isBegun) {
      edit()
      wire.lost()
      return
    }
    // What waits already is not the result, so it does not end the gesture.
    this.edits.flush()
    edit()
    if (this.edits.hasWaiting()) {
      this.leave(wire)
      return
    }
    // Within a batch of the application the edit leaves with that batch; without any edit there is nothing to wait for.
    this.environment.soon(() => this.leave(wire))
  }

  /** A batch leaves now. */
  leaving(batch: number): void {
    const { ending } = this
    this.ending = []
    for (const wire of ending) wire.end(batch)
  }

  /** The connection is gone, and the server has ended all of them. */
  lost(): void {
    for (const wire of this.ending) wire.lost()
    this.ending = []
  }

  private leave(wire: GestureWire): void {
    if (!wire.isBegun) return
    this.ending.push(wire)
    this.edits.flush()
    if (!this.ending.includes(wire)) return
    // There was no edit, or one that may not leave.
    this.ending = this.ending.filter((each) => each !== wire)
    wire.end(0)
  }
}
