import { groupFill, groupHue, groupInk } from './group-fill.ts'
import { groupTitle } from './group-title.ts'
import { font } from './lettering.ts'
import type { Brush } from './brush.ts'
import { kindOf } from './kinds.ts'
import type { BoundNode } from '@coplane/client/bind'
import type { View } from './view.ts'

export function paintGroups(
  { context, palette, zoom }: Brush,
  groups: readonly BoundNode[],
  parentOf: (id: string) => BoundNode | undefined,
): void {
  context.lineWidth = 1.25 / zoom
  for (const group of groups) {
    const hue = groupHue(group)
    const radius = Math.min(kindOf(group.node.type).header * 0.3, group.w / 2, group.h / 2)
    context.fillStyle = groupFill(group, parentOf, palette)
    context.strokeStyle = hue === 'slate' ? palette.sheetBorder : palette.hue[hue]
    context.beginPath()
    if (radius * zoom > 1.5) context.roundRect(group.x, group.y, group.w, group.h, radius)
    else context.rect(group.x, group.y, group.w, group.h)
    context.globalAlpha = 1
    context.fill()
    context.globalAlpha = hue === 'slate' ? 1 : palette.tint.border
    context.stroke()
  }
  context.globalAlpha = 1
}

/** Above the edges, which would otherwise strike them through. */
export function paintTitles(
  { context, palette, zoom }: Brush,
  groups: readonly BoundNode[],
  view: View,
): void {
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  for (const group of groups) {
    const title = groupTitle(group, view)
    if (!title) continue
    context.font = font(title.weight, title.px / zoom)
    context.fillStyle = kindOf(group.node.type).header > 60 ? groupInk(group, palette) : palette.muted
    context.save()
    context.beginPath()
    context.rect(title.x, title.y, title.w, title.h)
    context.clip()
    context.fillText(title.text, title.x, title.y + title.h / 2)
    context.restore()
  }
}
