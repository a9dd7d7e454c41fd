/** Which branches were run through how often, in orders of magnitude, by any input so far. */
export class Coverage {
  private readonly seen: Uint8Array
  private readonly counters: Uint8Array
  private readonly words: Uint32Array
  /** Branches that were run through at all. */
  branches = 0

  constructor(counters: Uint8Array) {
    this.counters = counters
    this.seen = new Uint8Array(counters.length)
    this.words = new Uint32Array(counters.buffer)
  }

  start(): void {
    this.counters.fill(0)
  }

  /** @returns whether the run since `start` did something that none before it did. */
  isNew(): boolean {
    const { counters, seen, words } = this
    let isNew = false
    for (let word = 0; word < words.length; word++) {
      if (words[word] === 0) continue
      for (let at = word * 4; at < word * 4 + 4; at++) {
        const bit = bucketOf(counters[at]!)
        if ((seen[at]! | bit) === seen[at]) continue
        if (seen[at] === 0) this.branches++
        seen[at]! |= bit
        isNew = true
      }
    }
    return isNew
  }
}

function bucketOf(count: number): number {
  if (count < 4) return count === 0 ? 0 : 1 << (count - 1)
  if (count < 8) return 8
  if (count < 16) return 16
  if (count < 32) return 32
  return count < 128 ? 64 : 128
}
