import type { BoundNode, Box } from '@coplane/client/bind'
import { kindOf } from './kinds.ts'
import { labelOf } from './lettering.ts'
import type { View } from './view.ts'

/** A group is grabbed by its title alone: everywhere else on it a drag pans, or there would be nowhere to pan. */
export interface GroupTitle extends Box {
  readonly text: string
  /** Screen pixels. */
  readonly px: number
  readonly weight: number
}

/** Screen pixels of the smallest titles that are still read. */
const leastPx = { region: 13, network: 11, group: 9.5 } as const

/** Where the title stands: at the top left of what is visible of the group. Undefined where it is too small to read. */
export function groupTitle(group: BoundNode, view: View): GroupTitle | undefined {
  const kind = kindOf(group.node.type)
  const { header } = kind
  const level = header > 100 ? 'region' : header > 60 ? 'network' : 'group'
  const least = leastPx[level]
  const fits = header * view.zoom >= least + 1
  // A region is named at any distance: far out above its box, where there is room.
  if (!fits && level !== 'region') return undefined
  const px = Math.max(least, Math.min(13 + header / 16, header * view.zoom * 0.4))
  const text = labelOf(group.node) || kind.name
  const inset = Math.min(header * 0.32, 20 / view.zoom)
  const last = group.x + group.w - Math.min(group.w, header * 4)
  const x = Math.max(group.x, Math.min(view.x, last)) + inset
  // 0.58 em is a generous width for a letter, so that no title is cut off that would have had room.
  const length = (text.length * 0.58 + 0.6) * (px / view.zoom)
  if (!fits)
    return { x: group.x, y: group.y - 20 / view.zoom, w: length, h: 20 / view.zoom, text, px, weight: 700 }
  const w = Math.min(group.x + group.w - x - inset, length)
  if (w * view.zoom < 20) return undefined
  return {
    x,
    y: group.y + header * 0.15,
    w,
    h: header * 0.85,
    text,
    px,
    weight: level === 'region' ? 700 : 600,
  }
}
