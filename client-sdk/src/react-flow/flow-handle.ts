import type { NodeHandle } from '@xyflow/react'

/** Where a node type has a handle: React Flow then draws edges and culls without having measured the node first. */
export interface FlowHandle {
  readonly type: 'source' | 'target'
  readonly position: 'left' | 'top' | 'right' | 'bottom'
  /** As in `<Handle id>`; absent for the only handle of its type. */
  readonly id?: string
  /** Where along the side, from 0 to 1; the middle if absent. */
  readonly at?: number
  /** Edge length of the handle's square in pixels; React Flow's own default style has 6. */
  readonly size?: number
}

const defaultHandleSize = 6

/** The handles of a node of a size, as React Flow would have measured them: centred on the border. */
export function placeHandles(handles: readonly FlowHandle[], width: number, height: number): NodeHandle[] {
  return handles.map(({ type, position, id, at = 0.5, size = defaultHandleSize }) => {
    const [x, y] = {
      left: [0, at * height],
      right: [width, at * height],
      top: [at * width, 0],
      bottom: [at * width, height],
    }[position] as [number, number]
    return {
      type,
      // React Flow's enum has these very strings as its values.
      position: position as NodeHandle['position'],
      id: id ?? null,
      x: x - size / 2,
      y: y - size / 2,
      width: size,
      height: size,
    }
  })
}
