import { useRoom } from '@coplane/client/react'
import { useStore, useStoreApi } from '@xyflow/react'
import { useCallback, type ReactNode } from 'react'
import { HistoryButtons } from './history-buttons.tsx'
import { hueStyle } from './hue-style.ts'
import { Icon, paths } from './icon.tsx'
import { cardSize, frameSize, kinds } from './kinds.ts'

/** What can be added, and the way back. */
export function Palette(): ReactNode {
  const add = useAdd()
  return (
    <div className="panel row palette" role="toolbar" aria-label="Add nodes">
      <HistoryButtons />
      <span className="divider" />
      {kinds.map(({ type, name, icon, hue }) => (
        <button
          key={type}
          type="button"
          className="kind-button"
          style={hueStyle(hue)}
          onClick={() => add(type, cardSize, { label: name, state: 'stopped' })}
        >
          <Icon path={icon} size={20} />
          <span>{name}</span>
        </button>
      ))}
      <button
        type="button"
        className="kind-button"
        style={hueStyle('slate')}
        onClick={() => add('frame', frameSize, { label: 'Workflow' })}
      >
        <Icon path={paths.frame} size={20} />
        <span>Frame</span>
      </button>
    </div>
  )
}

type Add = (
  type: string,
  size: { readonly w: number; readonly h: number },
  data: Readonly<Record<string, string>>,
) => void

/** Creates a node in the middle of what is visible, and selects it. */
function useAdd(): Add {
  const room = useRoom()
  const store = useStoreApi()
  const resetSelection = useStore((state) => state.resetSelectedElements)
  const select = useStore((state) => state.addSelectedNodes)
  return useCallback(
    (type, { w, h }, data) => {
      const { transform, width, height } = store.getState()
      const [left, top, zoom] = transform
      const x = (width / 2 - left) / zoom - w / 2
      const y = (height / 2 - top) / zoom - h / 2
      const id = room.nodes.create({ type, x, y, w, h, data })
      resetSelection()
      // React Flow learns of the node with the next frame, like everybody else.
      const stop = room.nodes.subscribe(id, () => {
        stop()
        select([id])
      })
    },
    [room, store, resetSelection, select],
  )
}
