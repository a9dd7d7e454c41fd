import type { Environment } from '../environment.ts'
import { toFixed } from '../protocol/cursor.ts'
import { limits } from '../protocol/limits.ts'
import { encodeView, type FixedRect } from '../protocol/view.ts'
import { Pacer } from './pacer.ts'

/** The part of the canvas that a page shows. */
export interface View {
  /** The upper left corner, and how much is visible, in canvas units. */
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  /** Screen pixels per canvas unit. The room needs no more than the rectangle; it is kept for whoever reads the view. */
  readonly zoom?: number
}

/**
 * What this member looks at: it gets the cursors and gestures there, and a picture of the rest only if it asks for one.
 * Without a view the room shows what is nearest to the middle of the canvas.
 */
export class Viewport {
  private view: View | undefined
  private followed: number | undefined
  private isHidden = false
  private isOverviewWanted = false
  private sent: Uint8Array | undefined
  private readonly pacer: Pacer
  private readonly stopHearing: () => void
  private readonly send: (frame: Uint8Array<ArrayBuffer>) => boolean

  constructor(
    environment: Environment,
    sendEveryMs: () => number,
    send: (frame: Uint8Array<ArrayBuffer>) => boolean,
  ) {
    this.send = send
    this.pacer = new Pacer(environment, sendEveryMs, () => this.flush())
    this.stopHearing = environment.onVisibility((isHidden) => {
      this.isHidden = isHidden
      this.pacer.now()
    })
  }

  /** Call it as often as the view moves; it is told at most once per `liveMs`. */
  set(view: View): void {
    this.view = Object.freeze({ ...view })
    this.pacer.ask()
  }

  get(): View | undefined {
    return this.view
  }

  /** The member whose cursor is wanted wherever it is. */
  get following(): number | undefined {
    return this.followed
  }

  /** The SDK's own call: `room.follow`. */
  follow(member: number | undefined): void {
    this.followed = member
    this.pacer.ask()
  }

  /** The SDK's own call: somebody here shows where everybody is. */
  wantOverview(isWanted: boolean): void {
    this.isOverviewWanted = isWanted
    this.pacer.ask()
  }

  /** The SDK's own call: a new socket knows nothing of the view yet. */
  resend(): void {
    this.sent = undefined
    this.pacer.now()
  }

  /** The SDK's own call. */
  stop(): void {
    this.stopHearing()
    this.pacer.stop()
  }

  private flush(): void {
    const { view, followed, isHidden, isOverviewWanted } = this
    const isDefault = !view && followed === undefined && !isHidden && !isOverviewWanted
    if (isDefault && !this.sent) return
    const rect = view ? rectOf(view) : everything
    const frame = encodeView({ hidden: isHidden, overview: isOverviewWanted, rect, follow: followed })
    if (this.sent?.every((byte, index) => byte === frame[index])) return
    this.sent = frame
    this.send(frame)
  }
}

function rectOf({ x, y, w, h }: View): FixedRect {
  return { left: toFixed(x), top: toFixed(y), right: toFixed(x + w), bottom: toFixed(y + h) }
}

/** What the server assumes of a member who sent no view. */
const everything: FixedRect = {
  left: -limits.maxCoordinate,
  top: -limits.maxCoordinate,
  right: limits.maxCoordinate,
  bottom: limits.maxCoordinate,
}
