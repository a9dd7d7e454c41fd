import type { NodeChange } from '@xyflow/react'
import type { FlowNode } from './flow-node.ts'
import type { Place } from './node-drag.ts'

/** Where React Flow's changes put nodes, and whether the hand still has them. */
export interface NodePlaces {
  readonly places: ReadonlyMap<string, Place>
  readonly isHeld: boolean
}

/**
 * What a drag, a resize or an arrow key says. Sizes that React Flow only measured are none of it: they come without
 * `resizing` and `setAttributes`. The end of a resize names the node and no size.
 */
export function placesIn(changes: readonly NodeChange<FlowNode>[]): NodePlaces {
  const places = new Map<string, Place>()
  let isHeld = false
  const add = (id: string, part: Place): void => void places.set(id, { ...places.get(id), ...part })
  for (const change of changes) {
    if (change.type === 'position') {
      if (change.position) add(change.id, { x: change.position.x, y: change.position.y })
      isHeld ||= change.dragging === true
    } else if (change.type === 'dimensions') {
      const { dimensions, resizing, setAttributes } = change
      isHeld ||= resizing === true
      if (dimensions && setAttributes)
        add(change.id, {
          ...(setAttributes !== 'height' && { w: dimensions.width }),
          ...(setAttributes !== 'width' && { h: dimensions.height }),
        })
      else if (resizing === false) add(change.id, {})
    }
  }
  return { places, isHeld }
}
