import type { FlowNode } from '@coplane/client/react-flow'
import { NodeResizer, type NodeProps } from '@xyflow/react'
import { memo, type ReactNode } from 'react'
import { useRenderCount } from './render-counts.ts'

/** A workflow: the box that its parts lie in. */
export const FrameNode = memo(function FrameNode({ id, data, selected }: NodeProps<FlowNode>): ReactNode {
  useRenderCount(id)
  return (
    <div className="frame">
      <NodeResizer isVisible={selected} minWidth={240} minHeight={140} />
      <span className="frame-title">{typeof data['label'] === 'string' ? data['label'] : 'Workflow'}</span>
    </div>
  )
})
