import type { FixedPoint } from '@coplane/client/protocol/cursor'
import type { FixedRect } from '@coplane/client/protocol/view'
import { IndexSet } from './index-set.ts'
import type { Member } from './member.ts'
import { PointGrid } from './point-grid.ts'

/**
 * Which members a viewer is shown: those in its view and a margin around it, the nearest to its middle first, up to a cap.
 * Everybody is put into a grid once per round; a choice looks at the cells about the view.
 */
export class Interest {
  private readonly grid = new PointGrid<Member>()
  private readonly shown = new IndexSet()
  private nearest = new Int32Array(0)
  private distances = new Float64Array(0)

  /** Collects where everybody is; once per round, before any `select`. */
  look(members: Iterable<Member>): void {
    this.grid.clear()
    for (const member of members) if (member.anchor) this.grid.add(member, member.anchor)
    this.grid.arrange()
  }

  /**
   * @param view undefined for the whole canvas from its middle.
   * @param shown those of the room whom the viewer is shown now: they stay a little longer than others would come in.
   * @returns at most `cap` members without `viewer`, nearest first; a member that it follows is not counted in and not here.
   */
  select(viewer: Member, view: FixedRect | undefined, cap: number, shown: readonly Member[]): Member[] {
    const middleX = view ? (view.left + view.right) / 2 : 0
    const middleY = view ? (view.top + view.bottom) / 2 : 0
    const width = view ? Math.max(view.right - view.left, 1) : Infinity
    const height = view ? Math.max(view.bottom - view.top, 1) : Infinity
    if (this.nearest.length < cap) {
      this.nearest = new Int32Array(cap)
      this.distances = new Float64Array(cap)
    }
    this.shown.clear()
    for (const { index } of shown) this.shown.add(index)
    const { grid, nearest, distances } = this
    const { items, xs, ys } = grid
    const left = grid.column(middleX - width * stayMargin)
    const right = grid.column(middleX + width * stayMargin)
    const bottom = grid.row(middleY + height * stayMargin)
    let count = 0
    for (let row = grid.row(middleY - height * stayMargin); row <= bottom; row++) {
      // The cells of a row lie side by side.
      const end = grid.end(right, row)
      for (let at = grid.start(left, row); at < end; at++) {
        const dx = Math.abs(xs[at]! - middleX)
        const dy = Math.abs(ys[at]! - middleY)
        if (dx >= width * stayMargin || dy >= height * stayMargin) continue
        const member = items[at]!
        const isShown = this.shown.has(member.index)
        if ((!isShown && (dx >= width * enterMargin || dy >= height * enterMargin)) || member === viewer)
          continue
        const distance = (dx * dx + dy * dy) * (isShown ? stayFactor : 1)
        if (count === cap && distance >= distances[cap - 1]!) continue
        let place = Math.min(count, cap - 1)
        while (place > 0 && distances[place - 1]! > distance) {
          distances[place] = distances[place - 1]!
          nearest[place] = nearest[place - 1]!
          place--
        }
        distances[place] = distance
        nearest[place] = at
        if (count < cap) count++
      }
    }
    const chosen: Member[] = []
    for (let place = 0; place < count; place++) chosen.push(items[nearest[place]!]!)
    return chosen
  }
}

/** The part of the canvas where something shows in a view or its margin. */
export function reachOf(view: FixedRect): FixedRect {
  const width = Math.max(view.right - view.left, 1) / 2
  const height = Math.max(view.bottom - view.top, 1) / 2
  return {
    left: view.left - width,
    top: view.top - height,
    right: view.right + width,
    bottom: view.bottom + height,
  }
}

export function middleOf({ left, top, right, bottom }: FixedRect): FixedPoint {
  return { x: Math.round((left + right) / 2), y: Math.round((top + bottom) / 2) }
}

/** Views from the middle: 1 is half a view beyond the rim. */
const enterMargin = 1
const stayMargin = 1.5
/** Of the squared distance: who is shown stays until somebody is a quarter nearer (1 / 1.25²). */
const stayFactor = 0.64
