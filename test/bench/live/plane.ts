import type { FixedRect } from '@coplane/client/protocol/view'

/** A screen of 1,920 × 1,080 in quarter units. */
const viewWidth = 7_680
const viewHeight = 4_320

/** Where everybody is: spread so thinly over the plane that each view and its margin holds so many. */
export class Plane {
  private readonly xs: readonly number[]
  private readonly ys: readonly number[]

  constructor(sessions: number, seen: number, random: () => number) {
    // A view and half of it on every side is four views large.
    const side = Math.sqrt((sessions / seen) * 4)
    this.xs = Array.from({ length: sessions }, () => Math.round(random() * side * viewWidth))
    this.ys = Array.from({ length: sessions }, () => Math.round(random() * side * viewHeight))
  }

  baseX(index: number): number {
    return this.xs[index]!
  }

  baseY(index: number): number {
    return this.ys[index]!
  }

  viewOf(index: number): FixedRect {
    const left = this.baseX(index) - viewWidth / 2
    const top = this.baseY(index) - viewHeight / 2
    return { left, top, right: left + viewWidth, bottom: top + viewHeight }
  }
}
