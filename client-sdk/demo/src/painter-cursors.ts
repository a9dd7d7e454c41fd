import type { CursorSample } from '@coplane/client'
import { font } from './lettering.ts'
import { personOf, type Person } from './person.ts'
import type { View } from './view.ts'

interface Sprite {
  readonly bare: OffscreenCanvas
  readonly named: OffscreenCanvas
}

/** With more than this many on screen the name tags would hide the canvas: arrows alone then. */
const maxTags = 60
const maxSprites = 2_000
const box = { w: 240, h: 48 } as const

/** An arrow and its name tag are drawn once for each person, and copied from then on. */
const sprites = new Map<string, Sprite>()

/** Paints in screen pixels: a cursor is as large at any zoom. */
export function paintCursors(
  context: CanvasRenderingContext2D,
  view: View,
  pixelRatio: number,
  cursors: readonly CursorSample[],
): void {
  const shown = cursors.filter((cursor) => {
    const [x, y] = view.toScreen([cursor.x, cursor.y])
    return x > -box.w && y > -box.h && x < view.width + 24 && y < view.height + 24
  })
  for (const { member, profile, opacity, ...at } of shown) {
    const [x, y] = view.toScreen([at.x, at.y])
    const { named, bare } = spriteOf(personOf(profile, member), pixelRatio)
    const sprite = shown.length > maxTags ? bare : named
    context.globalAlpha = opacity
    context.drawImage(sprite, x - 4, y - 4, sprite.width / pixelRatio, sprite.height / pixelRatio)
  }
  context.globalAlpha = 1
}

function spriteOf(person: Person, pixelRatio: number): Sprite {
  const key = `${person.color} ${pixelRatio} ${person.name}`
  const known = sprites.get(key)
  if (known) return known
  // People come and go and rename themselves; what is still in use is drawn again soon enough.
  if (sprites.size >= maxSprites) sprites.clear()
  const sprite = { bare: draw(person, pixelRatio, false), named: draw(person, pixelRatio, true) }
  sprites.set(key, sprite)
  return sprite
}

function draw(person: Person, pixelRatio: number, named: boolean): OffscreenCanvas {
  const [w, h] = named ? [box.w, box.h] : [28, 30]
  const canvas = new OffscreenCanvas(Math.ceil(w * pixelRatio), Math.ceil(h * pixelRatio))
  const pen = canvas.getContext('2d')
  if (!pen) return canvas
  pen.scale(pixelRatio, pixelRatio)
  pen.translate(4, 4)
  pen.fillStyle = person.color
  pen.strokeStyle = '#ffffff'
  pen.lineWidth = 1.5
  pen.lineJoin = 'round'
  pen.stroke(arrowHead())
  pen.fill(arrowHead())
  if (!named) return canvas
  pen.font = font(600, 12)
  pen.textBaseline = 'middle'
  const text = shorten(pen, person.name, box.w - 48)
  const width = pen.measureText(text).width + 16
  pen.beginPath()
  pen.roundRect(13, 16, width, 22, 7)
  pen.fill()
  pen.lineWidth = 1
  pen.globalAlpha = 0.35
  pen.stroke()
  pen.globalAlpha = 1
  pen.fillStyle = textOn(person.color)
  pen.fillText(text, 21, 27.5)
  return canvas
}

const arrowHead = (): Path2D =>
  new Path2D('M0.5 0.5 5.2 15.6a.9.9 0 0 0 1.65.1L9.4 10.4l5.5-2.3a.9.9 0 0 0-.1-1.7Z')

function shorten(pen: OffscreenCanvasRenderingContext2D, name: string, width: number): string {
  let text = name
  while (text.length > 1 && pen.measureText(text).width > width)
    text = `${text.replace(/…$/, '').slice(0, -1)}…`
  return text
}

/** Black or white, whichever reads better on the colour that somebody chose. */
export function textOn(color: string): string {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(
    (at) => (Number.parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2,
  )
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.3 ? '#16181d' : '#ffffff'
}
