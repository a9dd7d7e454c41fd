/** Allows so much on average and so much at once, by whole units; refilled when it is asked. */
export class TokenBucket {
  private left: number
  private refilledMs: number
  private readonly perSecond: number
  private readonly most: number

  constructor(perSecond: number, most: number, nowMs: number) {
    this.perSecond = perSecond
    this.most = most
    this.left = most
    this.refilledMs = nowMs
  }

  /** Whether one more is allowed; it is taken. */
  take(nowMs: number): boolean {
    if (!this.has(nowMs)) return false
    this.left--
    return true
  }

  /** Whether one more would be allowed. */
  has(nowMs: number): boolean {
    if (this.left < this.most)
      this.left = Math.min(this.left + ((nowMs - this.refilledMs) * this.perSecond) / 1000, this.most)
    this.refilledMs = nowMs
    return this.left >= 1
  }
}
