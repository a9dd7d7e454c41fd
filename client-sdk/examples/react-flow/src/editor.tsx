import {
  OwnPresence,
  RemoteCursors,
  useCanvasFlow,
  type FlowEdge,
  type FlowNode,
} from '@coplane/client/react-flow'
import { useRoom } from '@coplane/client/react'
import {
  Background,
  BackgroundVariant,
  Controls,
  MiniMap,
  Panel,
  ReactFlow,
  type ReactFlowInstance,
} from '@xyflow/react'
import { useEffect, useState, type ReactNode } from 'react'
import { CardNode } from './card-node.tsx'
import { FarView } from './far-view.ts'
import { FrameNode } from './frame-node.tsx'
import { flowTypes, kindOf, kinds } from './kinds.ts'
import type { PageSettings } from './page-settings.ts'
import { Palette } from './palette.tsx'
import { People } from './people.tsx'
import { seed } from './sample.ts'
import { RefusedEdits } from './refused-edits.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { TestHook } from './test-hook.tsx'
import { ThemeButton } from './theme-button.tsx'
import { TitleCard } from './title-card.tsx'
import { useTheme } from './use-theme.ts'

const nodeTypes = {
  ...Object.fromEntries(kinds.map(({ type }) => [type, CardNode])),
  frame: FrameNode,
}
const options = { types: flowTypes }
/** Clear of the panels. */
const fitViewOptions = { padding: { x: '40px', top: '80px', bottom: '110px' }, maxZoom: 1 } as const

export function Editor({ settings }: { readonly settings: PageSettings }): ReactNode {
  const room = useRoom()
  const isSeeded = useSample(settings.nodes)
  const [theme, toggleTheme] = useTheme()
  const flow = useCanvasFlow(room, options)
  if (!isSeeded) return null
  return (
    <ReactFlow
      {...flow}
      nodeTypes={nodeTypes}
      colorMode={theme}
      onlyRenderVisibleElements={settings.culling}
      fitView={settings.view === 'fit'}
      fitViewOptions={fitViewOptions}
      minZoom={0.02}
      {...(settings.view === 'near' && { onInit: showMiddle })}
      deleteKeyCode={deleteKeys}
    >
      <Background variant={BackgroundVariant.Dots} gap={24} size={1.5} />
      <RemoteCursors />
      <OwnPresence />
      <Panel position="top-left">
        <TitleCard room={settings.room} />
      </Panel>
      <Panel position="top-right" className="panel row">
        <People />
        <ThemeButton theme={theme} onToggle={toggleTheme} />
      </Panel>
      <Panel position="bottom-center">
        <RefusedEdits />
        <SelectionBar />
        <Palette />
      </Panel>
      <Controls position="bottom-left" showInteractive={false} />
      <MiniMap position="bottom-right" pannable zoomable nodeColor={minimapColor} nodeStrokeWidth={0} />
      <FarView />
      <TestHook />
    </ReactFlow>
  )
}

function showMiddle(flow: ReactFlowInstance<FlowNode, FlowEdge>): void {
  const { x, y, width, height } = flow.getNodesBounds(flow.getNodes())
  void flow.setCenter(x + width / 2, y + height / 2, { zoom: 1 })
}

const deleteKeys = ['Delete', 'Backspace']

function minimapColor({ type }: { readonly type?: string | undefined }): string {
  return type === 'frame' ? 'var(--map-frame)' : `var(--hue-${kindOf(type).hue})`
}

/** Fills an empty room, before the first picture is fitted to it. */
function useSample(count: number): boolean {
  const room = useRoom()
  const [isSeeded, setIsSeeded] = useState(false)
  useEffect(() => {
    seed(room, count)
    setIsSeeded(true)
  }, [room, count])
  return isSeeded
}
