import type { Hue } from './palette.ts'

/** A node of the sample before it has an id: where it lies in its parent, and what lies in it. */
export interface SampleBlock {
  readonly type: string
  readonly label: string
  readonly state?: string
  readonly hue?: Hue
  x: number
  y: number
  w: number
  h: number
  readonly children: SampleBlock[]
}

export interface SampleLink {
  readonly source: SampleBlock
  readonly target: SampleBlock
  readonly type: 'call' | 'data' | 'replica'
}

export const card = { w: 176, h: 56 } as const

/**
 * Lays blocks out in rows, then stretches each row to exactly the width and each block to its row's height, with its
 * content in the middle: clusters of any size end up as a tidy wall. Returns the height.
 */
export function shelve(
  rows: readonly (readonly SampleBlock[])[],
  left: number,
  top: number,
  width: number,
  gap: number,
): number {
  let y = top
  for (const row of rows) {
    const height = Math.max(...row.map((block) => block.h))
    const spare = (width - rowWidth(row, gap)) / row.length
    let x = left
    for (const block of row) {
      widen(block, spare, height - block.h)
      block.x = x
      block.y = y
      x += block.w + gap
    }
    y += height + gap
  }
  return y - gap - top
}

export function rowWidth(row: readonly { readonly w: number }[], gap: number): number {
  return row.reduce((sum, block) => sum + block.w, 0) + gap * (row.length - 1)
}

/** Breaks the list into rows that are about as wide as each other, the widest about as wide as wanted. */
export function balancedRows<T>(list: readonly T[], widthOf: (one: T) => number, wanted: number): T[][] {
  const total = list.reduce((sum, one) => sum + widthOf(one), 0)
  const count = Math.max(1, Math.round(total / wanted))
  let width = Math.max(total / count, ...list.map(widthOf))
  let rows = broken(list, widthOf, width)
  while (rows.length > count) rows = broken(list, widthOf, (width *= 1.02))
  return rows
}

function broken<T>(list: readonly T[], widthOf: (one: T) => number, most: number): T[][] {
  const rows: T[][] = []
  let used = Infinity
  for (const one of list) {
    const width = widthOf(one)
    if (used + width > most) {
      rows.push([])
      used = 0
    }
    rows.at(-1)?.push(one)
    used += width
  }
  return rows
}

function widen(block: SampleBlock, dx: number, dy: number): void {
  block.w += dx
  block.h += dy
  for (const child of block.children) {
    child.x += dx / 2
    child.y += dy / 2
  }
}

/** A strip of cards, spread evenly over the width. */
export function spread(strip: SampleBlock, width: number, top: number, bottom: number): void {
  strip.w = width
  strip.h = top + card.h + bottom
  const step = width / strip.children.length
  strip.children.forEach((child, index) => {
    child.x = step * (index + 0.5) - child.w / 2
    child.y = top
  })
}
