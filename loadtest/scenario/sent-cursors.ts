/** The last places that a member's cursor was sent from, so that a LIVE frame tells when what it shows was sent. */
export class SentCursors {
  private readonly xs = new Int32Array(kept)
  private readonly ys = new Int32Array(kept)
  private readonly times = new Float64Array(kept)
  private next = 0

  /** Quarter units, as they go over the wire. */
  sent(x: number, y: number, atMs: number): void {
    this.xs[this.next] = x
    this.ys[this.next] = y
    this.times[this.next] = atMs
    this.next = (this.next + 1) % kept
  }

  /**
   * @param step LIVE's coordinates are multiples of it. @param sinceMs what was sent before is not looked at.
   * @returns when the cursor was last sent from there, 0 if it was not.
   */
  sentFrom(x: number, y: number, step: number, sinceMs: number): number {
    for (let back = 1; back <= kept; back++) {
      const at = (this.next + kept - back) % kept
      if (this.times[at]! < sinceMs) return 0
      if (Math.abs(this.xs[at]! - x) < step && Math.abs(this.ys[at]! - y) < step) return this.times[at]!
    }
    return 0
  }
}

/** 3 s of motion at 20 Hz. */
const kept = 64
