import type { Environment } from './environment.ts'
import { encodeCursor, toFixed, type FixedPoint } from './protocol/cursor.ts'

/** This member's cursor: the newest position is sent, at most once per tick; what is in between is skipped. */
export class OwnCursor {
  private point: FixedPoint | undefined
  private sent: FixedPoint | undefined
  private sentMs = -Infinity
  private cancel: (() => void) | undefined
  private readonly environment: Environment
  private readonly sendEveryMs: () => number
  private readonly send: (frame: Uint8Array<ArrayBuffer>) => void

  constructor(
    environment: Environment,
    sendEveryMs: () => number,
    send: (frame: Uint8Array<ArrayBuffer>) => void,
  ) {
    this.environment = environment
    this.sendEveryMs = sendEveryMs
    this.send = send
  }

  /** Canvas units; undefined when the pointer leaves the canvas. Call it as often as the pointer moves. */
  set(point: readonly [x: number, y: number] | undefined): void {
    this.point = point && { x: toFixed(point[0]), y: toFixed(point[1]) }
    if (this.cancel) return
    const waitMs = this.sentMs + this.sendEveryMs() - this.environment.now()
    if (waitMs <= 0) this.flush()
    else
      this.cancel = this.environment.after(waitMs, () => {
        this.cancel = undefined
        this.flush()
      })
  }

  /** The SDK's own call: a new socket knows nothing of the cursor yet. */
  resend(): void {
    this.sent = undefined
    if (this.point) this.flush()
  }

  /** The SDK's own call. */
  stop(): void {
    this.cancel?.()
    this.cancel = undefined
  }

  private flush(): void {
    if (this.point?.x === this.sent?.x && this.point?.y === this.sent?.y) return
    this.sent = this.point
    this.sentMs = this.environment.now()
    this.send(encodeCursor(this.point))
  }
}
