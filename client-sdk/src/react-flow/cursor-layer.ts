import type { Room } from '../room.ts'
import { paintCursor, type PaintedCursor } from './cursor-painter.ts'

/** React Flow's viewport: a point of the canvas times zoom, plus x and y, is a point of the pane. */
export type Transform = readonly [x: number, y: number, zoom: number]

/** Cursors further outside of the layer than this, in pixels, are not painted: their labels end before it. */
const margin = 240

/** The cursors of everybody else in one canvas, painted once a frame while anything moves and not at all otherwise. */
export class CursorLayer {
  private asked: number | undefined
  private last = ''
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
    const stop = this.room.others.subscribe(this.wake)
    const resizes = new ResizeObserver(this.wake)
    resizes.observe(this.canvas)
    return () => {
      stop()
      resizes.disconnect()
      if (this.asked !== undefined) cancelAnimationFrame(this.asked)
      this.asked = undefined
    }
  }

  /** Something may look different now. */
  readonly wake = (): void => {
    this.asked ??= requestAnimationFrame(this.frame)
  }

  private readonly frame = (): void => {
    this.asked = undefined
    const { canvas } = this
    const ratio = devicePixelRatio
    const [width, height] = [canvas.clientWidth, canvas.clientHeight]
    const cursors = this.visible(width, height)
    const picture = JSON.stringify([ratio, width, height, cursors])
    if (picture === this.last) return
    this.last = picture
    canvas.width = Math.round(width * ratio)
    canvas.height = Math.round(height * ratio)
    const context = canvas.getContext('2d')
    if (!context) return
    context.scale(ratio, ratio)
    for (const cursor of cursors) paintCursor(context, cursor)
  }

  private visible(width: number, height: number): PaintedCursor[] {
    const [left, top, zoom] = this.readTransform()
    const cursors: PaintedCursor[] = []
    for (const { cursor, profile } of this.room.others.all()) {
      if (!cursor) continue
      const [x, y] = [cursor[0] * zoom + left, cursor[1] * zoom + top]
      if (x < -margin || y < -margin || x > width + margin || y > height + margin) continue
      cursors.push({ x, y, opacity: 1, profile })
    }
    return cursors
  }
}
