import type { Profile } from '../profile.ts'

const fallbackColor = '#475569'
const font = "500 12px Inter, ui-sans-serif, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif"
const label = { left: 12, top: 16, height: 20, padding: 7, longest: 24 } as const

/** One cursor in the pixels of the layer. */
export interface PaintedCursor {
  readonly x: number
  readonly y: number
  /** From 0 to 1. */
  readonly opacity: number
  readonly profile: Profile
}

/** An arrow and a name, in the same size however far the canvas is zoomed. */
export function paintCursor(context: CanvasRenderingContext2D, cursor: PaintedCursor): void {
  const { x, y, opacity, profile } = cursor
  context.save()
  context.globalAlpha = opacity
  context.translate(x, y)
  // A context ignores a colour that it cannot read, and keeps the one before.
  context.fillStyle = fallbackColor
  if (typeof profile.color === 'string') context.fillStyle = profile.color
  context.beginPath()
  context.moveTo(0, 0)
  context.lineTo(4.4, 15)
  context.lineTo(7.6, 9)
  context.lineTo(14, 6.8)
  context.closePath()
  context.strokeStyle = '#ffffff'
  context.lineWidth = 2.5
  context.lineJoin = 'round'
  context.stroke()
  context.fill()
  if (typeof profile.name === 'string' && profile.name !== '') paintName(context, profile.name)
  context.restore()
}

function paintName(context: CanvasRenderingContext2D, name: string): void {
  const letters = Array.from(name)
  const text = letters.length > label.longest ? `${letters.slice(0, label.longest - 1).join('')}…` : name
  context.font = font
  context.textBaseline = 'middle'
  const width = context.measureText(text).width + label.padding * 2
  context.beginPath()
  context.roundRect(label.left, label.top, width, label.height, 6)
  context.fill()
  context.fillStyle = '#ffffff'
  context.fillText(text, label.left + label.padding, label.top + label.height / 2 + 0.5)
}
