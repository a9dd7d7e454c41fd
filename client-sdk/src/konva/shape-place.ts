import type { BoundNode } from '../bind/bound.ts'
import type { KonvaShape } from './shape.ts'

/**
 * Puts the shape's origin where the top left corner of the node's box is. A node turns about its middle and a Konva shape
 * about its origin, so the corner has to go along.
 */
export function placeShape(shape: KonvaShape, { x, y, w, h, node }: BoundNode): void {
  const radians = (node.rotation * Math.PI) / 180
  const cos = Math.cos(radians)
  const sin = Math.sin(radians)
  shape.setAttrs({
    x: x + w / 2 - (w / 2) * cos + (h / 2) * sin,
    y: y + h / 2 - (w / 2) * sin - (h / 2) * cos,
    rotation: node.rotation,
  })
}
