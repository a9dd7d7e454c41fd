import type { Palette } from './palette.ts'

/** What the painters paint with. The context's units are canvas units; `zoom` is CSS pixels per unit. */
export interface Brush {
  readonly context: CanvasRenderingContext2D
  readonly palette: Palette
  readonly zoom: number
}
