import type { CanvasEdge } from '../canvas/edge.ts'
import type { CanvasNode } from '../canvas/node.ts'
import type { FlowEdge } from './flow-edge.ts'
import type { FlowHandle } from './flow-handle.ts'
import type { FlowNode } from './flow-node.ts'

/** Read when the hook first sees a room: define it outside of the component. */
export interface CanvasFlowOptions {
  /**
   * Where nodes of a type have their handles. With it React Flow needs to measure nothing, so that
   * `onlyRenderVisibleElements` renders only what is visible, from the first picture on.
   */
  readonly types?: Readonly<Record<string, { readonly handles: readonly FlowHandle[] }>>
  /** The last word on how a node is shown, e.g. its `dragHandle` or `extent`. Must keep id, type, parentId and position. */
  readonly mapNode?: (shown: FlowNode, node: CanvasNode) => FlowNode
  /** The last word on how an edge is shown, e.g. its marker. Must keep id, source and target. */
  readonly mapEdge?: (shown: FlowEdge, edge: CanvasEdge) => FlowEdge
  /**
   * Data keys that stay on this page, by node type or '*' for all: what React Flow's `updateNodeData` writes to them is
   * shown here and sent to nobody.
   * @example { '*': { hovered: false } }
   */
  readonly sync?: Readonly<Record<string, Readonly<Record<string, boolean>>>>
}

export function isShared(options: CanvasFlowOptions, type: string, key: string): boolean {
  const { sync } = options
  return said(said(sync, type), key) ?? said(sync?.['*'], key) ?? true
}

/** Types and keys are anybody's: what every object has is not what the options say. */
function said<Value>(from: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined {
  return from && Object.hasOwn(from, name) ? from[name] : undefined
}
