/**
 * Counts durations in buckets of a tenth of a millisecond or 3 %, whichever is wider: 32 to each power of two. It costs one
 * increment per duration, is 3 KB whatever it holds, merges exactly, and needs nothing that k6 lacks.
 */
export class LatencyHistogram {
  count = 0
  /** Milliseconds. */
  max = 0
  private readonly counts = new Uint32Array(buckets)

  /** @param ms negative values count as 0: two clocks of one machine may differ by their rounding. */
  add(ms: number, times = 1): void {
    const bucket = bucketOf(ms)
    this.counts[bucket] = this.counts[bucket]! + times
    this.count += times
    if (ms > this.max) this.max = ms
  }

  /** @returns what `merge` takes: the maximum, then pairs of bucket and count. */
  packed(): number[] {
    const packed = [this.max]
    for (let bucket = 0; bucket < buckets; bucket++) {
      const count = this.counts[bucket]!
      if (count > 0) packed.push(bucket, count)
    }
    return packed
  }

  /** Adds what another histogram packed. */
  merge(packed: readonly number[]): void {
    this.max = Math.max(this.max, packed[0] ?? 0)
    for (let at = 1; at + 1 < packed.length; at += 2) {
      const bucket = packed[at]!
      this.counts[bucket] = this.counts[bucket]! + packed[at + 1]!
      this.count += packed[at + 1]!
    }
  }

  restart(): void {
    this.counts.fill(0)
    this.count = 0
    this.max = 0
  }

  /** @returns milliseconds that the share `q` of all does not exceed, at most a bucket too high; NaN for none. */
  quantile(q: number): number {
    if (this.count === 0) return NaN
    const rank = Math.max(1, Math.ceil(q * this.count))
    let seen = 0
    for (let bucket = 0; bucket < buckets; bucket++) {
      seen += this.counts[bucket]!
      if (seen >= rank) return Math.min(endOf(bucket), this.max)
    }
    throw new Error('a histogram holds fewer values than it counted')
  }
}

/** A tenth of a millisecond: k6 stamps frames in microseconds, senders have whole milliseconds. */
const unitMs = 0.1
const perOctave = 32
/** 20 octaves above the linear part: up to about 55 minutes. */
const buckets = perOctave * 21

function bucketOf(ms: number): number {
  const units = Math.max(0, Math.floor(ms / unitMs))
  if (units < perOctave) return units
  const octave = Math.floor(Math.log2(units / perOctave))
  const within = Math.floor(units / 2 ** octave) - perOctave
  return Math.min(perOctave * (octave + 1) + within, buckets - 1)
}

/** Milliseconds at which the bucket ends. */
function endOf(bucket: number): number {
  if (bucket < perOctave) return (bucket + 1) * unitMs
  const octave = Math.floor(bucket / perOctave) - 1
  return ((bucket % perOctave) + perOctave + 1) * 2 ** octave * unitMs
}
