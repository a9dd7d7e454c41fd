import { groupTitle } from './group-title.ts'
import { font } from './lettering.ts'
import type { Brush } from './painter.ts'
import type { Hue } from './palette.ts'
import { isHue } from './palette.ts'
import type { Item } from './scene.ts'
import type { View } from './view.ts'

export function paintGroups({ context, palette, zoom }: Brush, groups: readonly Item[]): void {
  context.lineWidth = 1.25 / zoom
  for (const group of groups) {
    const hue = hueOf(group)
    const color = palette.hue[hue]
    const radius = Math.min(group.kind.header * 0.3, group.w / 2, group.h / 2)
    context.beginPath()
    if (radius * zoom > 1.5) context.roundRect(group.x, group.y, group.w, group.h, radius)
    else context.rect(group.x, group.y, group.w, group.h)
    const plain = hue === 'slate'
    context.fillStyle = plain ? palette.sheet : color
    context.globalAlpha = plain ? 1 : palette.tint.fill
    context.fill()
    context.strokeStyle = plain ? palette.sheetBorder : color
    context.globalAlpha = plain ? 1 : palette.tint.border
    context.stroke()
  }
  context.globalAlpha = 1
}

/** Above the edges, which would otherwise strike them through. */
export function paintTitles({ context, palette, zoom }: Brush, groups: readonly Item[], view: View): void {
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  for (const group of groups) {
    const title = groupTitle(group, view)
    if (!title) continue
    context.font = font(title.weight, title.px / zoom)
    context.fillStyle = group.kind.header > 60 ? palette.hue[hueOf(group)] : palette.muted
    context.save()
    context.beginPath()
    context.rect(title.x, title.y, title.w, title.h)
    context.clip()
    context.fillText(title.text, title.x, title.y + title.h / 2)
    context.restore()
  }
}

function hueOf(group: Item): Hue {
  const { style } = group.node
  const hue = style !== null && typeof style === 'object' && 'hue' in style ? style['hue'] : undefined
  return isHue(hue) ? hue : group.kind.hue
}
