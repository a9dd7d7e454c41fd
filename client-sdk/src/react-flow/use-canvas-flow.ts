import type {
  OnBeforeDelete,
  OnConnect,
  OnDelete,
  OnEdgesChange,
  OnNodesChange,
  OnReconnect,
} from '@xyflow/react'
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { mayEdit as isEditing } from '../protocol/role.ts'
import type { Room } from '../room.ts'
import { CanvasFlow } from './canvas-flow.ts'
import type { FlowEdge } from './flow-edge.ts'
import type { FlowNode } from './flow-node.ts'
import type { CanvasFlowOptions } from './flow-options.ts'

/** Props of `<ReactFlow>`: spread them, and add any of your own. The callbacks are the same functions at every render. */
export interface CanvasFlowProps {
  readonly nodes: FlowNode[]
  readonly edges: FlowEdge[]
  readonly onNodesChange: OnNodesChange<FlowNode>
  readonly onEdgesChange: OnEdgesChange<FlowEdge>
  readonly onConnect: OnConnect
  readonly onReconnect: OnReconnect<FlowEdge>
  readonly onBeforeDelete: OnBeforeDelete<FlowNode, FlowEdge>
  /** A viewer moves and connects nothing. */
  readonly nodesDraggable: boolean
  readonly nodesConnectable: boolean
  readonly edgesReconnectable: boolean
  readonly onDelete: OnDelete<FlowNode, FlowEdge>
}

/**
 * A room as the props of React Flow: what is on the canvas, and every edit of it.
 * @example const flow = useCanvasFlow(room); return <ReactFlow {...flow} nodeTypes={nodeTypes} onlyRenderVisibleElements />
 */
export function useCanvasFlow(room: Room, options: CanvasFlowOptions = {}): CanvasFlowProps {
  const first = useRef(options)
  const flow = useMemo(() => new CanvasFlow(room, first.current), [room])
  useEffect(() => {
    // After React Flow's own end of the drag, which hears of the same release.
    const released = (): void => void setTimeout(flow.letGo)
    addEventListener('pointerup', released)
    addEventListener('pointercancel', released)
    return () => {
      removeEventListener('pointerup', released)
      removeEventListener('pointercancel', released)
    }
  }, [flow])
  const { nodes, edges } = useSyncExternalStore(flow.subscribe, flow.read, flow.read)
  const subscribeRole = useCallback((changed: () => void) => room.onStatus(changed), [room])
  const readRole = (): boolean => isEditing(room.role)
  const mayEdit = useSyncExternalStore(subscribeRole, readRole, readRole)
  return useMemo(
    () => ({
      // React Flow's types ask for mutable arrays; it changes neither them nor what is in them.
      nodes: nodes as FlowNode[],
      edges: edges as FlowEdge[],
      nodesDraggable: mayEdit,
      nodesConnectable: mayEdit,
      edgesReconnectable: mayEdit,
      onNodesChange: flow.changeNodes,
      onEdgesChange: flow.changeEdges,
      onConnect: flow.connect,
      onReconnect: flow.reconnect,
      onBeforeDelete: flow.beforeDelete,
      onDelete: flow.removeDoomed,
    }),
    [flow, nodes, edges, mayEdit],
  )
}
