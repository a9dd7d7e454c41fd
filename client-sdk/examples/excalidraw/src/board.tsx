import type { Room } from '@coplane/client'
import { bindExcalidraw, type ExcalidrawBinding } from '@coplane/client/excalidraw'
import { Excalidraw } from '@excalidraw/excalidraw'
import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types'
import { useEffect, useState, type ReactElement } from 'react'

declare global {
  interface Window {
    /** For the console, and for tests. */
    coplane?: { readonly room: Room; readonly api: ExcalidrawImperativeAPI }
  }
}

/** One room in Excalidraw. */
export function Board({ room }: { readonly room: Room }): ReactElement {
  const [api, setApi] = useState<ExcalidrawImperativeAPI>()
  const [binding, setBinding] = useState<ExcalidrawBinding>()
  useEffect(() => {
    if (!api) return
    const bound = bindExcalidraw(room, api)
    setBinding(bound)
    window.coplane = { room, api }
    return () => bound.stop()
  }, [room, api])
  return (
    <Excalidraw
      excalidrawAPI={setApi}
      autoFocus
      handleKeyboardGlobally
      isCollaborating
      onPointerUpdate={(update) => binding?.onPointerUpdate(update)}
    />
  )
}
