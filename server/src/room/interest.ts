import type { FixedPoint } from '@coplane/client/protocol/cursor'
import type { FixedRect } from '@coplane/client/protocol/view'
import type { Member } from './member.ts'

/**
 * Which members a viewer is shown: those in its view and a margin around it, the nearest to its middle first, up to a cap.
 * Plain arrays and one pass per viewer: 1,000 viewers of 1,000 members take 12 ms of a second at 4 selections a second
 * (test/bench/live.bench.ts).
 */
export class Interest {
  private readonly candidates: Member[] = []
  private readonly xs: number[] = []
  private readonly ys: number[] = []
  private readonly nearest: number[] = []
  private readonly distances: number[] = []

  /** Collects where everybody is; once per round, before any `select`. */
  look(members: Iterable<Member>): void {
    this.candidates.length = 0
    this.xs.length = 0
    this.ys.length = 0
    for (const member of members) {
      const { anchor } = member
      if (!anchor) continue
      this.candidates.push(member)
      this.xs.push(anchor.x)
      this.ys.push(anchor.y)
    }
  }

  /**
   * @param view undefined for the whole canvas from its middle.
   * @param shown those whom the viewer is shown now: they stay a little longer than others would come in.
   * @returns at most `cap` members without `viewer`, nearest first; a member that it follows is not counted in and not here.
   */
  select(viewer: Member, view: FixedRect | undefined, cap: number, shown: ReadonlySet<Member>): Member[] {
    const { candidates, xs, ys, nearest, distances } = this
    const middleX = view ? (view.left + view.right) / 2 : 0
    const middleY = view ? (view.top + view.bottom) / 2 : 0
    const width = view ? Math.max(view.right - view.left, 1) : Infinity
    const height = view ? Math.max(view.bottom - view.top, 1) : Infinity
    nearest.length = 0
    distances.length = 0
    for (let index = 0; index < candidates.length; index++) {
      const dx = Math.abs(xs[index]! - middleX)
      const dy = Math.abs(ys[index]! - middleY)
      if (dx >= width * stayMargin || dy >= height * stayMargin) continue
      const member = candidates[index]!
      const isShown = shown.has(member)
      if ((!isShown && (dx >= width * enterMargin || dy >= height * enterMargin)) || member === viewer)
        continue
      const distance = (dx * dx + dy * dy) * (isShown ? stayFactor : 1)
      if (nearest.length === cap && distance >= distances[cap - 1]!) continue
      let at = Math.min(nearest.length, cap - 1)
      while (at > 0 && distances[at - 1]! > distance) {
        distances[at] = distances[at - 1]!
        nearest[at] = nearest[at - 1]!
        at--
      }
      distances[at] = distance
      nearest[at] = index
    }
    return nearest.map((index) => candidates[index]!)
  }
}

/** Whether something that covers `bounds` shows in a view or its margin. */
export function isSeen(bounds: FixedRect, view: FixedRect): boolean {
  const width = Math.max(view.right - view.left, 1) / 2
  const height = Math.max(view.bottom - view.top, 1) / 2
  return (
    bounds.right >= view.left - width &&
    bounds.left <= view.right + width &&
    bounds.bottom >= view.top - height &&
    bounds.top <= view.bottom + height
  )
}

export function middleOf({ left, top, right, bottom }: FixedRect): FixedPoint {
  return { x: Math.round((left + right) / 2), y: Math.round((top + bottom) / 2) }
}

/** Views from the middle: 1 is half a view beyond the rim. */
const enterMargin = 1
const stayMargin = 1.5
/** Of the squared distance: who is shown stays until somebody is a quarter nearer (1 / 1.25²). */
const stayFactor = 0.64
