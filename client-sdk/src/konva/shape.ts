import type Konva from 'konva'

/** What stands for a node or an edge on a layer: one shape, or a group of several. */
export type KonvaShape = Konva.Shape | Konva.Group
