import type { Box, Point } from '@coplane/client/bind'
import type { Kind } from './kinds.ts'

/** What the pointer is in the middle of. Painted above everything, in the document only when it is finished. */
export interface Draft {
  /** The card whose handles show. */
  hovered: string | undefined
  hoveredEdge: string | undefined
  marquee: Box | undefined
  link: { readonly source: string; readonly end: Point; readonly target: string | undefined } | undefined
  /** The kind that the next click puts down, and where it would be. */
  armed: Kind | undefined
  ghost: Point | undefined
  /** The group that a dragged node would fall into. */
  dropGroup: string | undefined
  /** True while nodes follow the pointer. */
  dragging: boolean
}

export function emptyDraft(): Draft {
  return {
    hovered: undefined,
    hoveredEdge: undefined,
    marquee: undefined,
    link: undefined,
    armed: undefined,
    ghost: undefined,
    dropGroup: undefined,
    dragging: false,
  }
}
