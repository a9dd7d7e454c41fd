import type { Other } from '@coplane/client'
import type { BoundNode } from '@coplane/client/bind'
import { overlaps } from './box.ts'
import type { Brush } from './brush.ts'
import { font } from './lettering.ts'
import { textOn } from './painter-cursors.ts'
import { outlineItem } from './painter-overlay.ts'
import { personOf, type Person } from './person.ts'
import type { View } from './view.ts'

/** A node that somebody else has selected, or has in hand. */
export interface Claim {
  readonly item: BoundNode
  readonly by: Other
  readonly isHeld: boolean
}

/** Outlines in the colour of whoever it is; what is in hand has the name on it. */
export function paintClaims(brush: Brush, view: View, claims: Iterable<Claim>): void {
  const { context, zoom } = brush
  for (const { item, by, isHeld } of claims) {
    if (!overlaps(item, view.box)) continue
    const person = personOf(by.profile, by.member)
    context.strokeStyle = person.color
    context.lineWidth = (isHeld ? 2.5 : 1.5) / zoom
    outlineItem(brush, item)
    if (isHeld) paintName(brush, item, person)
  }
}

function paintName({ context, zoom }: Brush, { x, y }: BoundNode, { name, color }: Person): void {
  context.font = font(600, 11 / zoom)
  const width = context.measureText(name).width + 10 / zoom
  context.fillStyle = color
  context.beginPath()
  context.roundRect(x - 2 / zoom, y - 22 / zoom, width, 17 / zoom, 4 / zoom)
  context.fill()
  context.fillStyle = textOn(color)
  context.textBaseline = 'middle'
  context.textAlign = 'left'
  context.fillText(name, x + 3 / zoom, y - 13 / zoom)
}
