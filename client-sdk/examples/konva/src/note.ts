import type { CanvasNode } from '@coplane/client'
import type { BoundEdge } from '@coplane/client/bind'
import Konva from 'konva'

export const noteColors = ['#fde68a', '#bfdbfe', '#bbf7d0', '#fbcfe8', '#ddd6fe'] as const

const family = 'ui-sans-serif, system-ui, sans-serif'

/** A sheet of paper with a text, outlined while it is selected or in somebody's hand. Other clients may write anything into a room, so nothing of it is taken for granted. */
export function renderNote({ w, h, data, style }: CanvasNode, outline: string | undefined): Konva.Group {
  const given = style !== null && typeof style === 'object' && 'fill' in style ? style['fill'] : undefined
  const fill = typeof given === 'string' ? given : noteColors[0]
  const group = new Konva.Group({ draggable: true })
  group.add(
    new Konva.Rect({
      width: w,
      height: h,
      fill,
      cornerRadius: 6,
      shadowColor: '#000',
      shadowOpacity: 0.14,
      shadowBlur: 8,
      shadowOffsetY: 2,
      stroke: outline ?? fill,
      strokeWidth: 2,
    }),
    new Konva.Text({
      width: w,
      height: h,
      padding: 12,
      text: typeof data['text'] === 'string' ? data['text'] : '',
      fontSize: 15,
      lineHeight: 1.3,
      fontFamily: family,
      fill: '#1f2430',
    }),
  )
  return group
}

/** From middle to middle, below the notes. */
export function renderArrow({ source, target }: BoundEdge): Konva.Arrow {
  const [ax, ay] = [source.x + source.w / 2, source.y + source.h / 2]
  const [bx, by] = [target.x + target.w / 2, target.y + target.h / 2]
  // The tip stands at the border of the target's box.
  const reach = Math.min(
    target.w / 2 / Math.abs(bx - ax || 1e-9),
    target.h / 2 / Math.abs(by - ay || 1e-9),
    1,
  )
  return new Konva.Arrow({
    points: [ax, ay, bx - (bx - ax) * reach, by - (by - ay) * reach],
    stroke: '#8a91a0',
    fill: '#8a91a0',
    strokeWidth: 2,
    pointerLength: 9,
    pointerWidth: 9,
    listening: false,
  })
}
