import type { Box } from '@coplane/client/bind'
import { bounds, overlaps } from './box.ts'

/** With more boxes than this, or with more than this share of the view, everything is painted. */
const mostBoxes = 16
const mostShare = 0.6

/** What of the scene looks different from what was painted: some boxes of it, or everything. */
export class StaleArea {
  #boxes: Box[] = []
  #isAll = true

  addAll(): void {
    this.#isAll = true
    this.#boxes = []
  }

  /** Something came, went or changed there. */
  add(box: Box): void {
    if (!this.#isAll) this.#boxes.push(box)
  }

  /**
   * Forgets it, because it is painted now.
   * @param reach how far beyond its box an item is painted.
   * @returns boxes within the view that do not overlap, or undefined for everything.
   */
  take(view: Box, reach: number): readonly Box[] | undefined {
    const isAll = this.#isAll
    const boxes = this.#boxes
    this.#isAll = false
    this.#boxes = []
    if (isAll) return undefined
    let merged: Box[] = []
    for (const box of boxes) {
      let grown = grow(box, reach)
      if (!overlaps(grown, view)) continue
      // What grows may reach others that it did not before.
      for (let apart = merged.filter((each) => !overlaps(each, grown)); apart.length < merged.length;) {
        grown = bounds([...merged.filter((each) => overlaps(each, grown)), grown]) ?? grown
        merged = apart
        apart = merged.filter((each) => !overlaps(each, grown))
      }
      merged.push(grown)
      if (merged.length > mostBoxes) return undefined
    }
    const within = merged.map((box) => clipped(box, view))
    const area = within.reduce((sum, { w, h }) => sum + w * h, 0)
    return area > view.w * view.h * mostShare ? undefined : within
  }
}

export function grow({ x, y, w, h }: Box, by: number): Box {
  return { x: x - by, y: y - by, w: w + 2 * by, h: h + 2 * by }
}

function clipped(box: Box, view: Box): Box {
  const x = Math.max(box.x, view.x)
  const y = Math.max(box.y, view.y)
  return {
    x,
    y,
    w: Math.min(box.x + box.w, view.x + view.w) - x,
    h: Math.min(box.y + box.h, view.y + view.h) - y,
  }
}
