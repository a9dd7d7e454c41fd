import { useHistory } from '@coplane/client/react'
import { useEffect, type ReactNode } from 'react'
import { Icon, paths } from './icon.tsx'

export function HistoryButtons(): ReactNode {
  const { undo, redo, canUndo, canRedo } = useHistory()
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.target instanceof HTMLInputElement) return
      const key = event.key.toLowerCase()
      if (key === 'z' && !event.shiftKey) undo()
      else if (key === 'y' || key === 'z') redo()
      else return
      event.preventDefault()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [undo, redo])
  return (
    <>
      <button type="button" className="icon-button" aria-label="Undo" disabled={!canUndo} onClick={undo}>
        <Icon path={paths.undo} />
      </button>
      <button type="button" className="icon-button" aria-label="Redo" disabled={!canRedo} onClick={redo}>
        <Icon path={paths.redo} />
      </button>
    </>
  )
}
