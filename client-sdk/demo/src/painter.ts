import type { Box, CanvasBinding } from '@coplane/client/bind'
import { overlaps } from './box.ts'
import { isGroup } from './kinds.ts'
import { paintBackdrop } from './painter-backdrop.ts'
import { paintCards } from './painter-cards.ts'
import { paintEdges } from './painter-edges.ts'
import { paintGroups, paintTitles } from './painter-groups.ts'
import type { Palette } from './palette.ts'
import { grow } from './stale-area.ts'
import type { Stage } from './stage.ts'
import type { View } from './view.ts'
import type { Wires } from './wires.ts'

/** What of the scene is to be painted. */
export interface Extent {
  /** What touches this box. */
  readonly box: Box
  /** Of it only what is within these boxes, the rest is on the canvas already; undefined for all. */
  readonly stale: readonly Box[] | undefined
}

/** How far beyond its box an item is painted, in canvas units: shadows, borders, arrows. */
export function reachAt(zoom: number): number {
  return 6 + 3 / zoom
}

/** Paints from back to front, and returns how many nodes touch the extent's box. */
export function paintScene(
  stage: Stage,
  view: View,
  { box, stale }: Extent,
  canvas: CanvasBinding,
  wires: Wires,
  palette: Palette,
): number {
  const { context } = stage.scene
  const { zoom } = view
  const scale = zoom * stage.pixelRatio
  const visible = canvas.visible(box)
  if (stale?.length === 0) return visible.length
  const near = stale?.map((each) => grow(each, reachAt(zoom)))
  const isDue = (item: Box): boolean => !near || near.some((each) => overlaps(each, item))
  context.save()
  if (stale) clip(context, view, stage.pixelRatio, stale)
  context.setTransform(stage.pixelRatio, 0, 0, stage.pixelRatio, 0, 0)
  paintBackdrop(context, view, palette)
  context.setTransform(scale, 0, 0, scale, -view.x * scale, -view.y * scale)
  const brush = { context, palette, zoom }
  const groups = visible.filter(isGroup)
  const cards = visible.filter((item) => !isGroup(item) && isDue(item))
  paintGroups(brush, groups, (id) => canvas.node(id))
  paintEdges(
    brush,
    wires.within(box).filter(({ curve }) => isDue(curve)),
  )
  paintTitles(brush, groups, view)
  paintCards(brush, cards)
  context.restore()
  return visible.length
}

/** Along the screen's pixels: a pixel that is painted in part would keep some of what it was. */
function clip(
  context: CanvasRenderingContext2D,
  view: View,
  pixelRatio: number,
  boxes: readonly Box[],
): void {
  const scale = view.zoom * pixelRatio
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.beginPath()
  for (const { x, y, w, h } of boxes) {
    const left = Math.floor((x - view.x) * scale)
    const top = Math.floor((y - view.y) * scale)
    const right = Math.ceil((x + w - view.x) * scale)
    const bottom = Math.ceil((y + h - view.y) * scale)
    context.rect(left, top, right - left, bottom - top)
  }
  context.clip()
}
