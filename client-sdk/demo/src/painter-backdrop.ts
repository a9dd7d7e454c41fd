import type { Palette } from './palette.ts'
import type { View } from './view.ts'

/** Canvas units between two dots at 100 %. Further out every other dot goes, so that they never get dense. */
const spacing = 24

let tile: { readonly key: string; readonly pattern: CanvasPattern } | undefined

export function paintBackdrop(context: CanvasRenderingContext2D, view: View, palette: Palette): void {
  context.fillStyle = palette.canvas
  context.fillRect(0, 0, view.width, view.height)
  let step = spacing * view.zoom
  while (step < 16) step *= 2
  if (step > 96) return
  const pattern = dots(context, palette)
  if (!pattern) return
  const [x, y] = view.toScreen([0, 0])
  // The pattern's tile is drawn once at 32 pixels; stretching it spares a tile for every zoom.
  pattern.setTransform(new DOMMatrix([step / 32, 0, 0, step / 32, x % step, y % step]))
  context.fillStyle = pattern
  context.fillRect(0, 0, view.width, view.height)
}

function dots(context: CanvasRenderingContext2D, palette: Palette): CanvasPattern | undefined {
  if (tile?.key === palette.dot) return tile.pattern
  const canvas = new OffscreenCanvas(32, 32)
  const pen = canvas.getContext('2d')
  if (!pen) return undefined
  pen.fillStyle = palette.dot
  pen.beginPath()
  pen.arc(16, 16, 1.4, 0, 2 * Math.PI)
  pen.fill()
  const pattern = context.createPattern(canvas, 'repeat')
  if (!pattern) return undefined
  tile = { key: palette.dot, pattern }
  return pattern
}
