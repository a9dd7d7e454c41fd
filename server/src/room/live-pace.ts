/**
 * How often the rooms of a process are told of motion. Live values are what gives way first when the machine is busy: all
 * rounds together stay within a fifth of a core as measured by the clock, so that whoever else needs it counts, too, up to
 * a bound.
 */
export class LivePace {
  /** Milliseconds per member and round. */
  private costMs = 0.008
  private readonly leastMs: number

  /** @param leastMs rounds of a room are never closer, whatever its size asks for. */
  constructor(leastMs = 0) {
    this.leastMs = leastMs
  }

  /** Learns from one round: making and sending so many frames took so long. */
  observe(sends: number, elapsedMs: number): void {
    if (sends < leastSends) return
    this.costMs += (Math.min(elapsedMs / sends, highestCostMs) - this.costMs) * learningRate
  }

  /**
   * @param members of the room. @param activeMembers of all rooms that were told something lately.
   * @returns how long the room waits between two rounds, in milliseconds; never less than between two ticks.
   */
  msFor(members: number, activeMembers: number, tickMs: number): number {
    const base = members <= smallRoomMembers ? smallRoomMs : largeRoomMs
    const affordable = (activeMembers * this.costMs) / roundsShare
    return Math.min(Math.max(base, tickMs, affordable, this.leastMs), slowestMs)
  }
}

/** Rooms up to this many members are told of motion at 30 Hz, larger ones at 20 Hz. */
const smallRoomMembers = 50
const smallRoomMs = 33
const largeRoomMs = 50
const slowestMs = 250
/** The share of one core that rounds may take. */
const roundsShare = 0.2
/** Smaller rounds say more about what else the loop did. */
const leastSends = 64
/** Some twenty rounds, a second or two. */
const learningRate = 0.05
/** Twice what a round cost where it was measured: neighbours do not slow 1,000 members below ten rounds a second. */
const highestCostMs = 0.02
