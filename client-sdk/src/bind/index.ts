export { bindCanvas, type BindableRoom, type CanvasBinding, type CanvasPainter } from './bind-canvas.ts'
export type { BoundEdge, BoundItem, BoundNode } from './bound.ts'
export type { Box, Point } from './box.ts'
