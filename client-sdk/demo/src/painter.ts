import type { Box, CanvasBinding } from '@coplane/client/bind'
import { isGroup } from './kinds.ts'
import { paintBackdrop } from './painter-backdrop.ts'
import { paintCards } from './painter-cards.ts'
import { paintEdges } from './painter-edges.ts'
import { paintGroups, paintTitles } from './painter-groups.ts'
import type { Palette } from './palette.ts'
import type { Stage } from './stage.ts'
import type { View } from './view.ts'
import type { Wires } from './wires.ts'

/** Paints what touches `box`, from back to front, and returns how many nodes that was. */
export function paintScene(
  stage: Stage,
  view: View,
  box: Box,
  canvas: CanvasBinding,
  wires: Wires,
  palette: Palette,
): number {
  const { context } = stage.scene
  const { zoom } = view
  const scale = zoom * stage.pixelRatio
  context.setTransform(stage.pixelRatio, 0, 0, stage.pixelRatio, 0, 0)
  paintBackdrop(context, view, palette)
  context.setTransform(scale, 0, 0, scale, -view.x * scale, -view.y * scale)
  const brush = { context, palette, zoom }
  const visible = canvas.visible(box)
  const groups = visible.filter(isGroup)
  const cards = visible.filter((item) => !isGroup(item))
  paintGroups(brush, groups, (id) => canvas.node(id))
  paintEdges(brush, wires.within(box))
  paintTitles(brush, groups, view)
  paintCards(brush, cards)
  return visible.length
}
