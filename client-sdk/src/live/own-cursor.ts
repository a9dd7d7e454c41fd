import type { Environment } from '../environment.ts'
import { encodeCursor, toFixed, type FixedPoint } from '../protocol/cursor.ts'
import { Pacer } from './pacer.ts'

/** This member's cursor: the newest position is sent, at most once per `liveMs`; what is in between is skipped. */
export class OwnCursor {
  private point: FixedPoint | undefined
  private sent: FixedPoint | undefined
  private readonly pacer: Pacer
  private readonly send: (frame: Uint8Array<ArrayBuffer>) => boolean

  constructor(
    environment: Environment,
    sendEveryMs: () => number,
    send: (frame: Uint8Array<ArrayBuffer>) => boolean,
  ) {
    this.send = send
    this.pacer = new Pacer(environment, sendEveryMs, () => this.flush())
  }

  /** Canvas units; undefined when the pointer leaves the canvas. Call it as often as the pointer moves. */
  set(point: readonly [x: number, y: number] | undefined): void {
    this.point = point && { x: toFixed(point[0]), y: toFixed(point[1]) }
    if (!isSame(this.point, this.sent)) this.pacer.ask()
  }

  /** The SDK's own call: a new socket knows nothing of the cursor yet. */
  resend(): void {
    this.sent = undefined
    if (this.point) this.pacer.now()
  }

  /** The SDK's own call. */
  stop(): void {
    this.pacer.stop()
  }

  private flush(): void {
    if (isSame(this.point, this.sent)) return
    this.sent = this.point
    this.send(encodeCursor(this.point))
  }
}

function isSame(one: FixedPoint | undefined, other: FixedPoint | undefined): boolean {
  return one?.x === other?.x && one?.y === other?.y
}
