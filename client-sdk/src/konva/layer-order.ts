import type Konva from 'konva'
import type { KonvaShape } from './shape.ts'

/**
 * Puts the shapes on the layer in this order, from back to front, below whatever else the application keeps there.
 * Sorted in one go: Konva's own `zIndex` and `moveUp` renumber all children for each.
 * @returns whether anything had to move.
 */
export function orderLayer(layer: Konva.Layer, shapes: readonly KonvaShape[]): boolean {
  const { children } = layer
  if (shapes.every((shape, index) => children[index] === shape)) return false
  const ours = new Set<Konva.Node>(shapes)
  const others = children.filter((child) => !ours.has(child))
  children.splice(0, children.length, ...shapes, ...others)
  for (const [index, child] of children.entries()) child.index = index
  return true
}
