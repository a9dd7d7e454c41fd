import { font, labelOf } from './lettering.ts'
import type { Brush } from './painter.ts'
import type { Hue, Palette } from './palette.ts'
import { isHue } from './palette.ts'
import type { Item } from './scene.ts'
import type { View } from './view.ts'

/** Screen pixels: a group's title grows with the zoom, within these. */
const titlePx = { least: 9.5, most: 22 } as const

export function paintGroups({ context, palette, zoom }: Brush, groups: readonly Item[], view: View): void {
  context.lineWidth = 1.25 / zoom
  for (const group of groups) {
    const color = palette.hue[hueOf(group)]
    const radius = Math.min(group.kind.header * 0.3, group.w / 2, group.h / 2)
    context.beginPath()
    if (radius * zoom > 1.5) context.roundRect(group.x, group.y, group.w, group.h, radius)
    else context.rect(group.x, group.y, group.w, group.h)
    context.fillStyle = color
    context.globalAlpha = palette.tint.fill
    context.fill()
    context.strokeStyle = color
    context.globalAlpha = palette.tint.border * (group.depth > 1 ? 0.7 : 1)
    context.stroke()
  }
  context.globalAlpha = 1
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  for (const group of groups) paintTitle(context, palette, zoom, group, view)
}

/** At the top left of what is visible of the group, so that a person who is deep inside still sees where. */
function paintTitle(context: CanvasRenderingContext2D, palette: Palette, zoom: number, group: Item, view: View): void {
  const { header } = group.kind
  const wanted = header * zoom * (header > 100 ? 0.42 : 0.36)
  const least = header > 60 ? titlePx.least + header / 40 : titlePx.least
  if (header * zoom < (header > 60 ? least : 11)) return
  const px = Math.min(titlePx.most, 13 + header / 16, Math.max(least, wanted))
  const label = labelOf(group.node) || group.kind.name
  context.font = font(header > 100 ? 700 : 600, px / zoom)
  const inset = Math.max(header * 0.32, 6 / zoom)
  const left = Math.max(group.x, Math.min(view.x, group.x + group.w - group.kind.w / 2))
  const room = group.x + group.w - left - 2 * inset
  if (room * zoom < 24) return
  context.fillStyle = header > 60 ? palette.hue[hueOf(group)] : palette.muted
  context.save()
  context.beginPath()
  context.rect(left, group.y, room + 2 * inset, header * 1.2)
  context.clip()
  context.fillText(label, left + inset, group.y + header * (header > 60 ? 0.56 : 0.6))
  context.restore()
}

function hueOf(group: Item): Hue {
  const { style } = group.node
  const hue = style !== null && typeof style === 'object' && 'hue' in style ? style['hue'] : undefined
  return isHue(hue) ? hue : group.kind.hue
}
