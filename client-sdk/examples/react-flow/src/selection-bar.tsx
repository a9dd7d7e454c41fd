import { useRoom } from '@coplane/client/react'
import { useReactFlow, useStore } from '@xyflow/react'
import type { ReactNode } from 'react'
import type { DeployState } from './deploy-state.ts'
import { Icon, paths } from './icon.tsx'

/** How long a made-up deployment takes, in milliseconds. */
const deployMs = 4_000

/** What can be done with the selected nodes. */
export function SelectionBar(): ReactNode {
  const room = useRoom()
  const flow = useReactFlow()
  const count = useStore(({ nodes }) => nodes.reduce((sum, { selected }) => sum + (selected ? 1 : 0), 0))
  if (count === 0) return null
  const selected = (): string[] =>
    flow
      .getNodes()
      .filter((node) => node.selected && node.type !== 'frame')
      .map(({ id }) => id)
  const setState = (ids: readonly string[], state: DeployState): void =>
    room.batch(() => {
      for (const id of ids) room.nodes.update(id, { data: { state } })
    })
  const deploy = (): void => {
    const ids = selected()
    setState(ids, 'deploying')
    setTimeout(() => setState(ids, 'running'), deployMs)
  }
  const remove = (): void =>
    void flow.deleteElements({ nodes: flow.getNodes().filter((node) => node.selected) })
  return (
    <div className="panel row selection" role="toolbar" aria-label="Selected nodes">
      <span className="muted">{count === 1 ? '1 node' : `${count.toLocaleString('en')} nodes`}</span>
      <button type="button" className="text-button" onClick={deploy}>
        <Icon path={paths.rocket} size={16} /> Deploy
      </button>
      <button type="button" className="text-button" onClick={() => setState(selected(), 'stopped')}>
        <Icon path={paths.power} size={16} /> Stop
      </button>
      <button type="button" className="text-button danger" onClick={remove}>
        <Icon path={paths.trash} size={16} /> Delete
      </button>
    </div>
  )
}
