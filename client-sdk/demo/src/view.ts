import type { Box, Point } from '@coplane/client/bind'
import { center } from './box.ts'

const minZoom = 0.02
const maxZoom = 4

export interface Camera {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

/** CSS pixels around what is fitted, so that it does not hide behind the panels. */
export interface Margin {
  readonly top: number
  readonly side: number
  readonly bottom: number
}

/** The camera: which part of the plane the window shows. Screen points are CSS pixels, from the top left. */
export class View {
  /** The canvas point in the window's top left corner. */
  x = 0
  y = 0
  /** CSS pixels per canvas unit. */
  zoom = 1
  width = 1
  height = 1
  readonly #changed: () => void

  constructor(changed: () => void) {
    this.#changed = changed
  }

  get box(): Box {
    return { x: this.x, y: this.y, w: this.width / this.zoom, h: this.height / this.zoom }
  }

  toScreen([x, y]: Point): Point {
    return [(x - this.x) * this.zoom, (y - this.y) * this.zoom]
  }

  toCanvas([x, y]: Point): Point {
    return [x / this.zoom + this.x, y / this.zoom + this.y]
  }

  moveTo(camera: Camera): void {
    this.zoom = clampZoom(camera.zoom)
    this.x = camera.x
    this.y = camera.y
    this.#changed()
  }

  /** Moves the plane under the window by so many CSS pixels. */
  panBy(dx: number, dy: number): void {
    this.moveTo({ x: this.x - dx / this.zoom, y: this.y - dy / this.zoom, zoom: this.zoom })
  }

  /** Zooms so that the canvas point at this screen point stays there. */
  zoomAt(at: Point, factor: number): void {
    this.moveTo(this.zoomed(at, this.zoom * factor))
  }

  zoomed(at: Point, wanted: number): Camera {
    const [x, y] = this.toCanvas(at)
    const zoom = clampZoom(wanted)
    return { x: x - at[0] / zoom, y: y - at[1] / zoom, zoom }
  }

  /** Where the camera has to be to show the whole box, never closer than `closest`. */
  fitted(box: Box, margin: Margin, closest = 1): Camera {
    const width = Math.max(1, this.width - 2 * margin.side)
    const height = Math.max(1, this.height - margin.top - margin.bottom)
    const zoom = clampZoom(Math.min(width / Math.max(1, box.w), height / Math.max(1, box.h), closest))
    const [x, y] = center(box)
    return {
      x: x - this.width / 2 / zoom,
      y: y - (margin.top + height / 2) / zoom,
      zoom,
    }
  }

  centered([x, y]: Point, zoom = this.zoom): Camera {
    return { x: x - this.width / 2 / zoom, y: y - this.height / 2 / zoom, zoom }
  }
}

function clampZoom(zoom: number): number {
  return Math.min(maxZoom, Math.max(minZoom, zoom))
}
