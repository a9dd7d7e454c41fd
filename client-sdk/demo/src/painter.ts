import { overlaps } from './box.ts'
import { paintBackdrop } from './painter-backdrop.ts'
import { paintCards } from './painter-cards.ts'
import { paintEdges } from './painter-edges.ts'
import { paintGroups, paintTitles } from './painter-groups.ts'
import type { Palette } from './palette.ts'
import type { Scene } from './scene.ts'
import type { Stage } from './stage.ts'
import type { View } from './view.ts'
import type { Wires } from './wires.ts'

/** Paints what the window shows, from back to front, and returns how many nodes that was. */
export function paintScene(stage: Stage, view: View, scene: Scene, wires: Wires, palette: Palette): number {
  const { context } = stage.scene
  const { box, zoom } = view
  const scale = zoom * stage.pixelRatio
  context.setTransform(stage.pixelRatio, 0, 0, stage.pixelRatio, 0, 0)
  paintBackdrop(context, view, palette)
  context.setTransform(scale, 0, 0, scale, -view.x * scale, -view.y * scale)
  const brush = { context, palette, zoom }
  scene.order()
  const groups = [...scene.groups].filter((group) => overlaps(group, box)).sort((a, b) => a.order - b.order)
  const cards = scene.cardsWithin(box)
  paintGroups(brush, groups, (id) => scene.get(id))
  paintEdges(brush, wires.within(box))
  paintTitles(brush, groups, view)
  paintCards(brush, cards)
  return groups.length + cards.length
}
