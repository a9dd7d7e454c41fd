import type { Node } from '@xyflow/react'
import type { CSSProperties } from 'react'
import type { CanvasNode } from '../canvas/node.ts'
import type { Json } from '../json.ts'
import { placeHandles, type FlowHandle } from './flow-handle.ts'

/** A node of the canvas as React Flow takes it; `data` is the canvas node's own, the same object until it changes. */
export type FlowNode = Node<Record<string, Json>>

/** What of a node is this page's own and never in the document. */
export interface LocalNode {
  readonly selected: boolean
  /** The size of its element, once React Flow has measured it. */
  readonly measured?: { readonly width: number; readonly height: number }
  /** Values of the keys that `sync` keeps on this page. */
  readonly data?: Readonly<Record<string, Json>>
}

export const untouched: LocalNode = Object.freeze({ selected: false })

/**
 * @param parent undefined for a node that lies on the canvas itself, or whose parent is missing.
 * @param data the node's data with the local values in it.
 * @param holderColor of the member who holds the node in a gesture, if that is somebody else.
 */
export function toFlowNode(
  node: CanvasNode,
  parent: string | undefined,
  data: Readonly<Record<string, Json>>,
  local: LocalNode,
  handles: readonly FlowHandle[] | undefined,
  holderColor: string | undefined,
): FlowNode {
  const hasSize = node.w > 0 && node.h > 0
  const placed = handles && hasSize ? placeHandles(handles, node.w, node.h) : undefined
  // With the handles known there is nothing to measure: culled nodes count as measured, and their edges are drawn.
  const measured = placed ? { width: node.w, height: node.h } : local.measured
  return {
    id: node.id,
    type: node.type,
    position: { x: node.x, y: node.y },
    data,
    selected: local.selected,
    ...(parent !== undefined && { parentId: parent }),
    ...(hasSize && { width: node.w, height: node.h }),
    ...(measured && { measured }),
    ...(placed && { handles: placed }),
    ...((node.locked || holderColor !== undefined) && { draggable: false, deletable: false }),
    ...(holderColor !== undefined && {
      className: 'coplane-held',
      style: { '--coplane-holder': holderColor, outline: `2px solid ${holderColor}` } as CSSProperties,
    }),
  }
}
