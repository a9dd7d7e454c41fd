import type { CursorSample } from '@coplane/client'
import { font } from './lettering.ts'
import { personOf, type Person } from './person.ts'
import type { View } from './view.ts'

interface Sprite {
  readonly bare: ImageBitmap
  readonly named: ImageBitmap
}

/** With more than this many on screen the name tags would hide the canvas: arrows alone then. */
const maxTags = 60
const maxSprites = 2_000
const box = { w: 240, h: 48 } as const
/** Around the arrow's tip: its outline. */
const inset = 4
const arrow = { w: 16, h: 17 } as const
/** The name tag, from the arrow's tip. */
const tag = { x: 13, y: 16, h: 22, padding: 8 } as const

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
    context.drawImage(sprite, x - inset, y - inset, sprite.width / pixelRatio, sprite.height / pixelRatio)
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

/** No larger than what is on it: transparent pixels cost as much as others, in every frame. */
function draw(person: Person, pixelRatio: number, named: boolean): ImageBitmap {
  const text = named ? shorten(person.name, box.w - 48) : ''
  const tagWidth = textWidth(text) + 2 * tag.padding
  const [w, h] = named ? [tag.x + tagWidth, tag.y + tag.h] : [arrow.w, arrow.h]
  const canvas = new OffscreenCanvas(
    Math.ceil((inset + w + 1) * pixelRatio),
    Math.ceil((inset + h + 1) * pixelRatio),
  )
  const pen = canvas.getContext('2d')
  if (!pen) return canvas.transferToImageBitmap()
  pen.scale(pixelRatio, pixelRatio)
  pen.translate(inset, inset)
  pen.fillStyle = person.color
  pen.strokeStyle = '#ffffff'
  pen.lineWidth = 1.5
  pen.lineJoin = 'round'
  pen.stroke(arrowHead())
  pen.fill(arrowHead())
  if (!named) return canvas.transferToImageBitmap()
  pen.font = tagFont
  pen.textBaseline = 'middle'
  pen.beginPath()
  pen.roundRect(tag.x, tag.y, tagWidth, tag.h, 7)
  pen.fill()
  pen.lineWidth = 1
  pen.globalAlpha = 0.35
  pen.stroke()
  pen.globalAlpha = 1
  pen.fillStyle = textOn(person.color)
  pen.fillText(text, tag.x + tag.padding, tag.y + tag.h / 2 + 0.5)
  return canvas.transferToImageBitmap()
}

const arrowHead = (): Path2D =>
  new Path2D('M0.5 0.5 5.2 15.6a.9.9 0 0 0 1.65.1L9.4 10.4l5.5-2.3a.9.9 0 0 0-.1-1.7Z')

const tagFont = font(600, 12)
const ruler = new OffscreenCanvas(1, 1).getContext('2d')

function textWidth(text: string): number {
  if (!ruler) return 0
  ruler.font = tagFont
  return ruler.measureText(text).width
}

function shorten(name: string, width: number): string {
  let text = name
  while (text.length > 1 && textWidth(text) > width) text = `${text.replace(/…$/, '').slice(0, -1)}…`
  return text
}

/** Black or white, whichever reads better on the colour that somebody chose. */
export function textOn(color: string): string {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(
    (at) => (Number.parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2,
  )
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.3 ? '#16181d' : '#ffffff'
}
