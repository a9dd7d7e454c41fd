import { NativeDialect } from '../../../server/src/dialect/native.ts'
import { Counters } from '../../../server/src/room/counters.ts'
import { Journal } from '../../../server/src/room/journal.ts'
import type { RoomContext } from '../../../server/src/room/room.ts'
import { Rooms } from '../../../server/src/room/rooms.ts'
import { TickInterval } from '../../../server/src/room/tick-interval.ts'
import { Ticker } from '../../../server/src/room/ticker.ts'
import type { FaultyStore } from './faulty-store.ts'
import type { SeededRandom } from './seeded-random.ts'
import { SimLink } from './sim-link.ts'
import { Topics } from './topics.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** The real server core on a virtual clock, a simulated transport and a store that outlives it. */
export class SimServer {
  readonly counters = new Counters()
  readonly topics = new Topics(this.counters)
  readonly rooms: Rooms
  readonly journal: Journal
  readonly ticker: Ticker
  readonly links = new Set<SimLink>()
  /** What the core reported: every line must have been provoked by the test. */
  readonly reports: string[] = []
  private readonly native: NativeDialect
  private isDead = false
  private readonly clock: VirtualClock
  private readonly random: SeededRandom

  /** @param repairRandom a source of its own, so that repairs do not change which faults a seed stands for. */
  constructor(clock: VirtualClock, random: SeededRandom, repairRandom: SeededRandom, store: FaultyStore) {
    this.clock = clock
    this.random = random
    const report = (message: string): void => void this.reports.push(message)
    this.journal = new Journal(store, clock, this.counters, report)
    this.ticker = new Ticker(clock, new TickInterval(16, 250), this.counters)
    const context: RoomContext = {
      clock,
      ticker: this.ticker,
      journal: this.journal,
      counters: this.counters,
      report,
      schema: undefined,
      random: repairRandom.next,
    }
    this.rooms = new Rooms(context, store, 64 * 1024 * 1024, () => 1 + random.below(2 ** 32 - 1))
    this.native = new NativeDialect(this.rooms, this.topics, 10_000)
    this.sweepForever()
  }

  accept(room: string): SimLink {
    const link = new SimLink(this.clock, this.random, this.topics)
    if (this.isDead) {
      this.clock.after(5, () => link.onclose?.({ code: 1006, reason: '' }))
      return link
    }
    this.links.add(link)
    link.connect(this.native.open, room)
    return link
  }

  /** SIGKILL: every socket breaks, memory is gone; a new SimServer on the same store is the restart. */
  kill(): void {
    this.isDead = true
    for (const link of this.links) link.cut()
  }

  private sweepForever(): void {
    this.clock.after(1_000, () => {
      if (this.isDead) return
      const now = this.clock.now()
      this.ticker.sweep()
      this.rooms.sweep(now)
      for (const link of this.links) {
        if (link.isCut) this.links.delete(link)
        else link.sweep(now)
      }
      this.sweepForever()
    })
  }
}
