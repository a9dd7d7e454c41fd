import { outline } from './icons.ts'
import { fit, font, labelOf } from './lettering.ts'
import type { Brush } from './brush.ts'
import { kindOf, type Kind } from './kinds.ts'
import type { Hue } from './palette.ts'
import { hues } from './palette.ts'
import type { BoundNode } from '@coplane/client/bind'

const radius = 10
const icon = { size: 32, inset: 12, scale: 18 / 24 } as const

/** From back to front. Three levels of detail: coloured blocks, cards with a bar for a label, and the card itself. */
export function paintCards(brush: Brush, cards: readonly BoundNode[]): void {
  if (brush.zoom < 0.24) return paintBlocks(brush, cards)
  if (brush.zoom < 0.5) return paintSketches(brush, cards)
  const { context } = brush
  context.textBaseline = 'alphabetic'
  context.textAlign = 'left'
  for (const card of cards) paintCard(brush, card)
}

function paintBlocks({ context, palette }: Brush, cards: readonly BoundNode[]): void {
  eachHue(cards, (hue, some) => {
    context.fillStyle = palette.hue[hue]
    context.globalAlpha = palette.tint.card
    context.beginPath()
    for (const { x, y, w, h } of some) context.rect(x, y, w, h)
    context.fill()
  })
  context.globalAlpha = 1
}

function paintSketches({ context, palette, zoom }: Brush, cards: readonly BoundNode[]): void {
  context.lineWidth = 1 / zoom
  context.fillStyle = palette.card
  context.strokeStyle = palette.cardBorder
  for (const { x, y, w, h } of cards) {
    context.beginPath()
    context.roundRect(x, y, w, h, radius)
    context.fill()
    context.stroke()
  }
  eachHue(cards, (hue, some) => {
    context.fillStyle = palette.hue[hue]
    context.globalAlpha = 0.75
    context.beginPath()
    for (const { x, y, h } of some) context.rect(x + icon.inset + 4, y + h / 2 - 12, 24, 24)
    context.fill()
  })
  context.globalAlpha = 1
  context.fillStyle = palette.skeleton
  context.beginPath()
  for (const { x, y, w, h } of cards) {
    context.rect(x + 56, y + h / 2 - 13, w - 84, 10)
    context.rect(x + 56, y + h / 2 + 5, (w - 84) * 0.6, 8)
  }
  context.fill()
}

function paintCard({ context, palette, zoom }: Brush, card: BoundNode): void {
  const { x, y, w, h, node } = card
  const kind = kindOf(node.type)
  context.fillStyle = palette.shadow
  context.beginPath()
  context.roundRect(x - 1, y + 2, w + 2, h + 1, radius + 1)
  context.fill()
  context.beginPath()
  context.roundRect(x, y, w, h, radius)
  context.fillStyle = palette.card
  context.fill()
  context.lineWidth = Math.max(1, 1 / zoom)
  context.strokeStyle = palette.cardBorder
  context.stroke()

  if (w < icon.size + 2 * icon.inset || h < icon.size) return
  const color = palette.hue[kind.hue]
  const top = y + (h - icon.size) / 2
  context.fillStyle = color
  context.globalAlpha = palette.tint.tile
  context.beginPath()
  context.roundRect(x + icon.inset, top, icon.size, icon.size, 8)
  context.fill()
  context.globalAlpha = 1
  paintIcon(context, kind, x + icon.inset + 7, top + 7, color)

  if (w < 104) return
  const state = typeof node.data['state'] === 'string' ? node.data['state'] : undefined
  const left = x + icon.inset + icon.size + 10
  context.fillStyle = palette.text
  context.font = font(600, 13)
  context.fillText(fit(context, node, labelOf(node) || kind.name, x + w - left - 22), left, y + h / 2 - 2.5)
  context.fillStyle = palette.muted
  context.font = font(400, 11)
  context.fillText(state && state !== 'running' ? `${kind.name} · ${state}` : kind.name, left, y + h / 2 + 13)
  const dot = state && palette.state[state]
  if (!dot) return
  context.fillStyle = dot
  context.beginPath()
  context.arc(x + w - 13, y + 13, 3.5, 0, 2 * Math.PI)
  context.fill()
}

function paintIcon(context: CanvasRenderingContext2D, kind: Kind, x: number, y: number, color: string): void {
  context.save()
  context.translate(x, y)
  context.scale(icon.scale, icon.scale)
  context.strokeStyle = color
  context.lineWidth = 1.9
  context.lineCap = 'round'
  context.lineJoin = 'round'
  context.stroke(outline(kind.icon))
  context.restore()
}

/** One path for all cards of a colour: a fill costs as much for one rectangle as for a hundred. */
function eachHue(cards: readonly BoundNode[], paint: (hue: Hue, cards: readonly BoundNode[]) => void): void {
  for (const hue of hues) {
    const some = cards.filter((card) => kindOf(card.node.type).hue === hue)
    if (some.length > 0) paint(hue, some)
  }
}
