/** What the two directions of a connection have in common. */
export interface BadPathOptions {
  /** Without jitter, one way. */
  readonly delayMs: number
  readonly jitterMs: number
  /** Share of segments lost, 0 to below 1. */
  readonly loss: number
  /** Nothing arrives in [from, to); undefined for a path that never stalls. */
  readonly stall: { readonly fromMs: number; readonly toMs: number } | undefined
}

/**
 * When the bytes of one direction arrive, as TCP shows it to an application: never out of order, never gone. A lost
 * segment holds up everything behind it until it has been sent again: after three later segments and a round trip
 * (fast retransmit), or after the retransmission timer where the stream is too thin for that.
 */
export class BadPath {
  /** Segments lost so far. */
  lost = 0
  private lastArrivalMs = 0
  private lastSentMs: number | undefined
  /** Running mean of the time between two pieces; a stream that has just begun is thin. */
  private gapMs = thinGapMs
  private readonly options: BadPathOptions
  private readonly random: () => number

  constructor(options: BadPathOptions, random: () => number) {
    this.options = options
    this.random = random
  }

  /** @returns when the last of these bytes, sent now, can be read at the other end. */
  arrivalMs(nowMs: number, bytes: number): number {
    const { delayMs, jitterMs, stall } = this.options
    if (this.lastSentMs !== undefined)
      this.gapMs += (Math.min(nowMs - this.lastSentMs, thinGapMs) - this.gapMs) / 8
    this.lastSentMs = nowMs
    let arrival = nowMs + delayMs + this.random() * jitterMs
    for (let left = Math.ceil(bytes / segmentBytes); left > 0; left--) arrival += this.retransmitMs()
    arrival = Math.max(arrival, this.lastArrivalMs)
    if (stall && arrival >= stall.fromMs && arrival < stall.toMs) arrival = stall.toMs
    this.lastArrivalMs = arrival
    return arrival
  }

  /** What one segment loses by being lost, over and over maybe. */
  private retransmitMs(): number {
    const { delayMs, loss } = this.options
    const roundTripMs = 2 * delayMs
    const timeoutMs = Math.max(leastTimeoutMs, 2 * roundTripMs)
    let waitedMs = 0
    for (let attempt = 0; this.random() < loss; attempt++) {
      this.lost++
      // Only the first loss is noticed by later segments; the timer doubles each time it runs out.
      waitedMs +=
        attempt === 0 ? Math.min(roundTripMs + 3 * this.gapMs, timeoutMs) : timeoutMs * 2 ** (attempt - 1)
    }
    return waitedMs
  }
}

/** What Ethernet leaves for data: 1,500 bytes less the heads of IP and TCP with time stamps. */
export const segmentBytes = 1_448
/** Linux' TCP_RTO_MIN. */
const leastTimeoutMs = 200
/** Pieces further apart than this tell nobody of a loss before the timer does. */
const thinGapMs = 1_000
