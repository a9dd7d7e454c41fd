import type { CanvasEdge } from '../canvas/edge.ts'
import type { CanvasNode } from '../canvas/node.ts'
import type { Equality } from './equality.ts'
import { useRoom } from './room-context.ts'
import { snapshotsOf, type CanvasSnapshot } from './room-snapshots.ts'
import { identity, useSelected } from './use-selected.ts'

/**
 * Anything that can be read off the canvas. Renders anew only when the selection is not equal to the one before.
 * @example const failed = useCanvas(({ nodes }) => [...nodes.all()].filter((node) => node.data.state === 'failed').length)
 */
export function useCanvas<Selection>(
  selector: (canvas: CanvasSnapshot) => Selection,
  equality: Equality<Selection> = Object.is,
): Selection {
  const snapshots = snapshotsOf(useRoom())
  return useSelected(snapshots.subscribeCanvas, snapshots.readCanvas, selector, equality)
}

/**
 * All nodes, in no particular order, or what a selector makes of them.
 * @example const services = useNodes((nodes) => nodes.filter(({ type }) => type === 'service'), shallowEqual)
 */
export function useNodes(): readonly CanvasNode[]
export function useNodes<Selection>(
  selector: (nodes: readonly CanvasNode[]) => Selection,
  equality?: Equality<Selection>,
): Selection
export function useNodes(
  selector: (nodes: readonly CanvasNode[]) => unknown = identity,
  equality: Equality<unknown> = Object.is,
): unknown {
  const snapshots = snapshotsOf(useRoom())
  return useSelected(snapshots.subscribeCanvas, snapshots.readNodes, selector, equality)
}

/** All edges whose both ends exist, in no particular order, or what a selector makes of them. */
export function useEdges(): readonly CanvasEdge[]
export function useEdges<Selection>(
  selector: (edges: readonly CanvasEdge[]) => Selection,
  equality?: Equality<Selection>,
): Selection
export function useEdges(
  selector: (edges: readonly CanvasEdge[]) => unknown = identity,
  equality: Equality<unknown> = Object.is,
): unknown {
  const snapshots = snapshotsOf(useRoom())
  return useSelected(snapshots.subscribeCanvas, snapshots.readEdges, selector, equality)
}
