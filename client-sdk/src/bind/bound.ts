import type { CanvasEdge } from '../canvas/edge.ts'
import type { CanvasNode } from '../canvas/node.ts'
import type { Box } from './box.ts'

/**
 * A node where it lies on the canvas itself; `node.x` and `node.y` are relative to its parent. `x`, `y`, `w` and `h` are
 * the box before it is turned about its middle by `node.rotation`. Frozen, and the same object until something of it changes.
 */
export interface BoundNode extends Box {
  readonly kind: 'node'
  readonly id: string
  readonly node: CanvasNode
  /** 0 on the canvas, 1 in a node that lies on the canvas, and so on. */
  readonly depth: number
}

/** An edge with the nodes it joins; another object whenever it or one of the two changed. */
export interface BoundEdge {
  readonly kind: 'edge'
  readonly id: string
  readonly edge: CanvasEdge
  readonly source: BoundNode
  readonly target: BoundNode
}

/** What a canvas is given to show. */
export type BoundItem = BoundNode | BoundEdge
