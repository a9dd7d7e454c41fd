import type { Room } from '../room.ts'

const fallbackColor = '#475569'
/** Pixels between a node and the line around it. */
const gap = 3

/** React Flow's viewport: a point of the canvas times zoom, plus x and y, is a point of the pane. */
export type Transform = readonly [x: number, y: number, zoom: number]

/** Lines in their colour around the nodes that the others have selected. */
export function paintSelections(context: CanvasRenderingContext2D, room: Room, transform: Transform): void {
  const [left, top, zoom] = transform
  context.lineWidth = 1.5
  for (const { profile, selection } of room.others.all()) {
    if (selection.length === 0) continue
    // A context ignores a colour that it cannot read, and keeps the one before.
    context.strokeStyle = fallbackColor
    if (typeof profile.color === 'string') context.strokeStyle = profile.color
    for (const id of selection) {
      const node = room.nodes.get(id)
      const place = node && room.nodes.placeOf(id)
      if (!place) continue
      const [x, y] = [place.x * zoom + left - gap, place.y * zoom + top - gap]
      context.beginPath()
      context.roundRect(x, y, node.w * zoom + gap * 2, node.h * zoom + gap * 2, 12 * zoom + gap)
      context.stroke()
    }
  }
}
