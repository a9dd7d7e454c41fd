import type { Curve } from './curve.ts'
import type { Brush } from './brush.ts'
import type { Wire } from './wires.ts'

/** Screen pixels below which an edge is not worth a stroke. */
const leastPx = 5
/** Screen pixels below which nobody can tell a curve from a line. */
const straightPx = 14

export function paintEdges({ context, palette, zoom }: Brush, wires: readonly Wire[]): void {
  const far = zoom < 0.3
  const least = leastPx / zoom
  const straight = straightPx / zoom
  const solid = new Path2D()
  const dashed = new Path2D()
  for (const { curve, edge } of wires) {
    if (curve.w < least && curve.h < least) continue
    const path = edge.type === 'replica' ? dashed : solid
    if (curve.w > straight || curve.h > straight) trace(path, curve)
    else {
      path.moveTo(curve.ax, curve.ay)
      path.lineTo(curve.dx, curve.dy)
    }
  }
  context.strokeStyle = far ? palette.edgeFar : palette.edge
  context.lineWidth = Math.max(1.5, (far ? 0.9 : 1.2) / zoom)
  context.stroke(solid)
  context.setLineDash([8 / zoom, 6 / zoom])
  context.stroke(dashed)
  context.setLineDash([])
  if (zoom < 0.4) return
  context.fillStyle = palette.edge
  context.beginPath()
  for (const { curve } of wires) arrow(context, curve)
  context.fill()
}

export function trace(path: Path2D | CanvasRenderingContext2D, curve: Curve): void {
  path.moveTo(curve.ax, curve.ay)
  path.bezierCurveTo(curve.bx, curve.by, curve.cx, curve.cy, curve.dx, curve.dy)
}

/** A triangle at the curve's end. Curves arrive along an axis, so its corners need no trigonometry. */
export function arrow(path: Path2D | CanvasRenderingContext2D, { cx, cy, dx, dy }: Curve): void {
  const length = 8
  const half = 4
  if (Math.abs(dx - cx) >= Math.abs(dy - cy)) {
    const back = dx - Math.sign(dx - cx) * length
    path.moveTo(dx, dy)
    path.lineTo(back, dy - half)
    path.lineTo(back, dy + half)
  } else {
    const back = dy - Math.sign(dy - cy) * length
    path.moveTo(dx, dy)
    path.lineTo(dx - half, back)
    path.lineTo(dx + half, back)
  }
  path.closePath()
}
