import type { Room } from '../room.ts'
import { paintCursor } from './cursor-painter.ts'
import { paintSelections, type Transform } from './selection-painter.ts'

/** Cursors further outside of the layer than this, in pixels, are not painted: their labels end before it. */
const margin = 240

/** The cursors and selections of everybody else in one canvas, painted once a frame while anything moves and not at all otherwise. */
export class CursorLayer {
  private isAsked = false
  private isStopped = false
  private readonly canvas: HTMLCanvasElement
  private readonly room: Room
  private readonly readTransform: () => Transform

  constructor(canvas: HTMLCanvasElement, room: Room, readTransform: () => Transform) {
    this.canvas = canvas
    this.room = room
    this.readTransform = readTransform
  }

  /** @returns how to stop. */
  start(): () => void {
    const { cursors, others } = this.room
    const stops = [
      cursors.subscribe(this.wake),
      others.subscribe(this.wake),
      // What is selected moves with its node.
      this.room.subscribe(() => this.hasSelections && this.wake()),
    ]
    const resizes = new ResizeObserver(this.wake)
    resizes.observe(this.canvas)
    return () => {
      this.isStopped = true
      for (const stop of stops) stop()
      resizes.disconnect()
    }
  }

  /** Something may look different now. */
  readonly wake = (): void => {
    if (this.isAsked) return
    this.isAsked = true
    this.room.onNextFrame(this.frame)
  }

  private get hasSelections(): boolean {
    for (const { selection } of this.room.others.all()) if (selection.length > 0) return true
    return false
  }

  private readonly frame = (nowMs: number): void => {
    this.isAsked = false
    if (this.isStopped) return
    this.paint(nowMs)
    if (this.room.cursors.isMoving(nowMs)) this.wake()
  }

  private paint(nowMs: number): void {
    const context = this.canvas.getContext('2d')
    if (!context) return
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight]
    this.fit(width * devicePixelRatio, height * devicePixelRatio)
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0)
    context.clearRect(0, 0, width, height)
    const transform = this.readTransform()
    const [left, top, zoom] = transform
    paintSelections(context, this.room, transform)
    for (const sample of this.room.cursors.sample(nowMs)) {
      const [x, y] = [sample.x * zoom + left, sample.y * zoom + top]
      if (x < -margin || y < -margin || x > width + margin || y > height + margin) continue
      paintCursor(context, { x, y, opacity: sample.opacity, profile: sample.profile })
    }
  }

  /** A canvas that is given a size is empty and new, even if it is the size that it had. */
  private fit(width: number, height: number): void {
    if (this.canvas.width !== Math.round(width)) this.canvas.width = Math.round(width)
    if (this.canvas.height !== Math.round(height)) this.canvas.height = Math.round(height)
  }
}
