import type { Connection, Edge } from '@xyflow/react'
import type { CanvasEdge, EdgeEnd } from '../canvas/edge.ts'
import type { Json } from '../json.ts'

/** An edge of the canvas as React Flow takes it. */
export type FlowEdge = Edge<Record<string, Json>>

export function toFlowEdge(edge: CanvasEdge, selected: boolean): FlowEdge {
  const [source, sourceHandle] = edge.source
  const [target, targetHandle] = edge.target
  return {
    id: edge.id,
    source,
    target,
    sourceHandle: sourceHandle || null,
    targetHandle: targetHandle || null,
    data: edge.data,
    selected,
    ...(edge.type !== '' && { type: edge.type }),
  }
}

/** The ends of an edge that React Flow's user drew. */
export function endsOf(connection: Connection): { readonly source: EdgeEnd; readonly target: EdgeEnd } {
  return {
    source: [connection.source, connection.sourceHandle ?? ''],
    target: [connection.target, connection.targetHandle ?? ''],
  }
}
