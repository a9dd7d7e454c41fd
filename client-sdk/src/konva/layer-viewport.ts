import type Konva from 'konva'
import type { Box } from '../bind/box.ts'

/** CSS pixels around the stage that are drawn too: strokes and shadows reach beyond a node's box. */
const margin = 48

/** The part of the layer's plane that its stage shows; undefined while it has no stage. */
export function viewportOf(layer: Konva.Layer): Box | undefined {
  const stage = layer.getStage()
  if (!stage) return undefined
  const toPlane = layer.getAbsoluteTransform().copy().invert()
  const [left, top] = [-margin, -margin]
  const [right, bottom] = [stage.width() + margin, stage.height() + margin]
  const corners = [
    { x: left, y: top },
    { x: right, y: top },
    { x: left, y: bottom },
    { x: right, y: bottom },
  ].map((corner) => toPlane.point(corner))
  const x = Math.min(...corners.map((corner) => corner.x))
  const y = Math.min(...corners.map((corner) => corner.y))
  return {
    x,
    y,
    w: Math.max(...corners.map((corner) => corner.x)) - x,
    h: Math.max(...corners.map((corner) => corner.y)) - y,
  }
}
