/** A set of small whole numbers that is emptied without touching them; for who is who within one call. */
export class IndexSet {
  private stamps = new Uint32Array(1024)
  private stamp = 1

  clear(): void {
    if (++this.stamp < 2 ** 32) return
    this.stamps.fill(0)
    this.stamp = 1
  }

  add(index: number): void {
    if (index >= this.stamps.length) {
      const larger = new Uint32Array(Math.max(this.stamps.length * 2, index + 1))
      larger.set(this.stamps)
      this.stamps = larger
    }
    this.stamps[index] = this.stamp
  }

  has(index: number): boolean {
    return this.stamps[index] === this.stamp
  }
}
