import type { FrameLoop } from '../frame-loop.ts'
import { Listeners } from '../listeners.ts'
import { fromFixed } from '../protocol/cursor.ts'
import type { Overview as OverviewFrame } from '../protocol/overview.ts'

/** One cursor, or a crowd of them, roughly where it is. */
export interface OverviewPoint {
  /** Canvas units. */
  readonly x: number
  readonly y: number
  /** How many are there. */
  readonly count: number
  /** Whose cursor it is; undefined for a crowd. */
  readonly member: number | undefined
}

/** Roughly where everybody is, this member included, for a minimap: at most every two seconds, and only while somebody subscribes. */
export class Overview {
  private current: readonly OverviewPoint[] = []
  private readonly listeners = new Listeners<[readonly OverviewPoint[]]>()
  private readonly frames: FrameLoop
  private readonly wanted: (isWanted: boolean) => void

  constructor(frames: FrameLoop, wanted: (isWanted: boolean) => void) {
    this.frames = frames
    this.wanted = wanted
  }

  /** The newest picture; empty before the first, and while nobody subscribes. */
  get points(): readonly OverviewPoint[] {
    return this.current
  }

  /** Asks the room for the picture, and calls back with each one until the returned function is called. */
  subscribe(listener: (points: readonly OverviewPoint[]) => void): () => void {
    const stop = this.listeners.add(listener)
    if (this.listeners.size === 1) this.wanted(true)
    return () => {
      const before = this.listeners.size
      stop()
      if (before === 0 || this.listeners.size > 0) return
      this.current = []
      this.wanted(false)
    }
  }

  /** The SDK's own call. */
  receive({ origin, shift, members, crowds }: OverviewFrame): void {
    const step = 2 ** shift
    const x = (dx: number): number => fromFixed(origin.x + dx * step)
    const y = (dy: number): number => fromFixed(origin.y + dy * step)
    this.show([
      ...members.map(({ member, dx, dy }) => ({ x: x(dx), y: y(dy), count: 1, member })),
      ...crowds.map(({ count, dx, dy }) => ({ x: x(dx), y: y(dy), count, member: undefined })),
    ])
  }

  /** The SDK's own call: the connection is gone, and with it everybody. */
  clear(): void {
    if (this.current.length > 0) this.show([])
  }

  private show(points: readonly OverviewPoint[]): void {
    if (this.listeners.size === 0) return
    this.current = Object.freeze(points)
    this.frames.ask(this.tell)
  }

  private readonly tell = (): void => this.listeners.tell(this.current)
}
