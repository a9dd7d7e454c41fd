import type { FlowNode } from '@coplane/client/react-flow'
import { Handle, Position, type NodeProps } from '@xyflow/react'
import { memo, type ReactNode } from 'react'
import { deployStateOf, stateNames } from './deploy-state.ts'
import { hueStyle } from './hue-style.ts'
import { Icon } from './icon.tsx'
import { kindOf } from './kinds.ts'
import { useRenderCount } from './render-counts.ts'

/** One part of a workflow, and how its deployment goes. */
export const CardNode = memo(function CardNode({ id, type, data }: NodeProps<FlowNode>): ReactNode {
  useRenderCount(id)
  const kind = kindOf(type)
  const state = deployStateOf(data['state'])
  return (
    <div className="card" data-state={state} style={hueStyle(kind.hue)}>
      <Handle type="target" position={Position.Left} id="in" />
      <span className="card-tile">
        <Icon path={kind.icon} size={20} />
      </span>
      <span className="card-text">
        <span className="card-label">{textOf(data['label'], kind.name)}</span>
        <span className="card-detail">
          {kind.name}
          {data['version'] !== undefined && ` · ${textOf(data['version'], '')}`}
        </span>
      </span>
      <span className="card-state" title={stateNames[state]} />
      <Handle type="source" position={Position.Right} id="out" />
    </div>
  )
})

/** Another program may have written anything. */
function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise
}
