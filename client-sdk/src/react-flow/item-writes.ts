import type { Room } from '../room.ts'
import type { Json } from '../json.ts'
import type { FlowEdge } from './flow-edge.ts'
import { endsOf } from './flow-edge.ts'
import type { FlowNode } from './flow-node.ts'

type Data = Readonly<Record<string, Json | undefined>>

/** What React Flow's `addNodes` was given, as a node of the canvas. */
export function createNode(room: Room, item: FlowNode): void {
  room.nodes.create({
    id: item.id,
    type: item.type ?? 'default',
    parent: item.parentId ?? '',
    x: item.position.x,
    y: item.position.y,
    w: item.width ?? item.measured?.width ?? item.initialWidth ?? 0,
    h: item.height ?? item.measured?.height ?? item.initialHeight ?? 0,
    data: item.data,
  })
}

/** What React Flow's `updateNode` made of a node: only what differs is written. */
export function updateNode(room: Room, before: FlowNode, after: FlowNode, data: Data): void {
  room.nodes.update(after.id, {
    ...((before.parentId ?? '') !== (after.parentId ?? '') && { parent: after.parentId ?? '' }),
    ...(before.position.x !== after.position.x && { x: after.position.x }),
    ...(before.position.y !== after.position.y && { y: after.position.y }),
    ...(before.width !== after.width && after.width !== undefined && { w: after.width }),
    ...(before.height !== after.height && after.height !== undefined && { h: after.height }),
    data,
  })
}

/** What React Flow's `addEdges` was given, as an edge of the canvas. */
export function createEdge(room: Room, item: FlowEdge): void {
  room.edges.create({
    id: item.id,
    type: item.type ?? '',
    data: item.data ?? {},
    ...endsOf({ sourceHandle: null, targetHandle: null, ...item }),
  })
}

export function updateEdge(room: Room, before: FlowEdge, after: FlowEdge): void {
  room.edges.update(after.id, {
    ...endsOf({ sourceHandle: null, targetHandle: null, ...after }),
    ...(before.type !== after.type && { type: after.type ?? '' }),
    data: dataChanges(before.data ?? {}, after.data ?? {}),
  })
}

/** The keys whose values differ; undefined for those that are gone. */
export function dataChanges(before: Data, after: Data): Record<string, Json | undefined> {
  const changes: Record<string, Json | undefined> = {}
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
    if (before[key] !== after[key]) changes[key] = after[key]
  return changes
}
