import type { Reader } from './reader.ts'

/** Makes readers slow until they are told to stop. */
export class SlowHabits {
  private readonly timers: NodeJS.Timeout[] = []

  /** @param random spreads the rhythms, so that not all pause at once. */
  begin(reader: Reader, random: () => number): void {
    reader.pause()
    this.timers.push(setInterval(() => reader.keepAlive(), keepAliveMs))
    if (reader.habit === 'trickling') this.every(trickleMs * (0.8 + 0.4 * random()), () => reader.resume(1))
    if (reader.habit !== 'pausing') return
    let isReading = false
    this.every((pauseMs / 2) * (0.8 + 0.4 * random()), (turn) => {
      // Two halves without reading, then one with.
      const reads = turn % 3 === 2
      if (reads && !isReading) reader.resume()
      else if (!reads && isReading) reader.pause()
      isReading = reads
    })
  }

  end(): void {
    for (const timer of this.timers.splice(0)) clearInterval(timer)
  }

  private every(ms: number, act: (turn: number) => void): void {
    let turn = 0
    this.timers.push(setInterval(() => act(turn++), ms))
  }
}

/** Between the 8 s after which the server asks and the 16 s after which it gives up. */
const keepAliveMs = 4_000
/** One read of at most 256 KB a time: a fraction of what the room sends. */
const trickleMs = 1_000
const pauseMs = 8_000
