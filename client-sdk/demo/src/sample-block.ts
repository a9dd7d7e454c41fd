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
 * Lays blocks out in rows of about `width`, then stretches each row to exactly that width and each block to its
 * row's height, with its content in the middle: clusters of any size end up as a tidy wall. Returns the height.
 */
export function shelve(blocks: readonly SampleBlock[], left: number, top: number, width: number, gap: number): number {
  let y = top
  for (const row of rows(blocks, width, gap)) {
    const height = Math.max(...row.map(block => block.h))
    const used = row.reduce((sum, block) => sum + block.w, 0) + gap * (row.length - 1)
    // A last row that is half empty would turn into huge boxes around nothing.
    const spare = used > width * 0.55 ? (width - used) / row.length : 0
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

function rows(blocks: readonly SampleBlock[], width: number, gap: number): SampleBlock[][] {
  const result: SampleBlock[][] = []
  let row: SampleBlock[] = []
  let used = 0
  for (const block of blocks) {
    if (row.length > 0 && used + block.w > width) {
      result.push(row)
      row = []
      used = 0
    }
    row.push(block)
    used += block.w + gap
  }
  if (row.length > 0) result.push(row)
  return result
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
