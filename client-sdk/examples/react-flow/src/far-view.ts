import { useStore } from '@xyflow/react'
import { useEffect } from 'react'

/** Below this zoom nobody can read a card's second line or hit its handles. */
const farZoom = 0.35

/** Tells the style sheet when the canvas is seen from afar: a thousand cards without shadows and details paint faster. */
export function FarView(): null {
  const isFar = useStore(({ transform }) => transform[2] < farZoom)
  const pane = useStore(({ domNode }) => domNode)
  useEffect(() => {
    if (pane) pane.dataset['far'] = String(isFar)
  }, [pane, isFar])
  return null
}
