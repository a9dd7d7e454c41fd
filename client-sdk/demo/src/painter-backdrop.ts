import type { Palette } from './palette.ts'
import type { View } from './view.ts'

/** Canvas units between two dots at 100 %. Further out every other dot goes, so that they never get dense. */
const spacing = 24
const leastPx = 18
const dotPx = 1.5

/** Plain squares in one path: a pattern of round dots looks the same and costs several times as much to fill. */
export function paintBackdrop(context: CanvasRenderingContext2D, view: View, palette: Palette): void {
  context.fillStyle = palette.canvas
  context.fillRect(0, 0, view.width, view.height)
  let step = spacing * view.zoom
  while (step < leastPx) step *= 2
  const [left, top] = view.toScreen([0, 0])
  context.fillStyle = palette.dot
  context.beginPath()
  for (let x = left % step; x < view.width; x += step)
    for (let y = top % step; y < view.height; y += step) context.rect(x, y, dotPx, dotPx)
  context.fill()
}
