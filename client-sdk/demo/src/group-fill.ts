import { kindOf } from './kinds.ts'
import type { Hue, Palette } from './palette.ts'
import { isHue } from './palette.ts'
import type { BoundNode } from '@coplane/client/bind'

type Rgb = readonly [number, number, number]

/**
 * A group's fill: its hue over what lies below it, mixed beforehand. Groups cover most of the window several times
 * over, and painting something opaque is far cheaper than blending.
 */
export function groupFill(
  group: BoundNode,
  groups: (id: string) => BoundNode | undefined,
  palette: Palette,
): string {
  const chain: Hue[] = []
  for (let each: BoundNode | undefined = group; each && chain.length < 8; each = groups(each.node.parent))
    chain.unshift(groupHue(each))
  const key = `${palette.canvas} ${chain.join(' ')}`
  const known = fills.get(key)
  if (known) return known
  const mixed = chain.reduce<Rgb>((below, hue) => {
    // A group without a hue of its own is a sheet of paper on its parent.
    const [color, share] =
      hue === 'slate' ? [palette.sheet, palette.tint.sheet] : [palette.hue[hue], palette.tint.fill]
    return mix(below, parse(color), share)
  }, parse(palette.canvas))
  const fill = css(mixed)
  fills.set(key, fill)
  return fill
}

/** The colour of a group's title: its hue, darkened (or lightened) towards the text's so that it reads well. */
export function groupInk(group: BoundNode, palette: Palette): string {
  return css(mix(parse(palette.hue[groupHue(group)]), parse(palette.text), 0.3))
}

export function groupHue(group: BoundNode): Hue {
  const { style } = group.node
  const hue = style !== null && typeof style === 'object' && 'hue' in style ? style['hue'] : undefined
  return isHue(hue) ? hue : kindOf(group.node.type).hue
}

/** There are as many as there are chains of hues: a few dozen in any canvas. */
const fills = new Map<string, string>()

function parse(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

function css(color: Rgb): string {
  return `rgb(${color.map(Math.round).join(' ')})`
}

function mix(below: Rgb, above: Rgb, share: number): Rgb {
  const one = (index: 0 | 1 | 2): number => below[index] + (above[index] - below[index]) * share
  return [one(0), one(1), one(2)]
}
