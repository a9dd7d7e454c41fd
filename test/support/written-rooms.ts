import { Counters } from '../../server/src/room/counters.ts'
import type { DocumentStore } from '../../server/src/room/document-store.ts'
import { Journal } from '../../server/src/room/journal.ts'
import { Member } from '../../server/src/room/member.ts'
import type { Clock } from '../../server/src/room/ports.ts'
import type { Room } from '../../server/src/room/room.ts'
import { defaultQuotas } from '../../server/src/room/quotas.ts'
import { Tally } from '../../server/src/room/tally.ts'
import { Rooms } from '../../server/src/room/rooms.ts'
import { TickInterval } from '../../server/src/room/tick-interval.ts'
import { LivePace } from '../../server/src/room/live-pace.ts'
import { Ticker } from '../../server/src/room/ticker.ts'
import { silentPeer } from './silent-peer.ts'
import { openAccess } from './open-access.ts'

/** Rooms over a store, and an author who writes into them whatever a test gives it. */
export class WrittenRooms {
  readonly counters = new Counters()
  /** What was reported: every line must have been provoked by the test. */
  readonly reports: string[] = []
  readonly journal: Journal
  private readonly rooms: Rooms
  private readonly author = new Member(0, { size: 0, lagging: 0, frames: 0 }, silentPeer, {
    session: undefined,
    clientId: 1,
    asked: 'editor',
    access: openAccess,
    profile: new Uint8Array(0),
  })

  constructor(store: DocumentStore, clock: Clock) {
    const { counters } = this
    const report = (message: string): void => void this.reports.push(message)
    this.journal = new Journal(store, clock, counters, report)
    const ticker = new Ticker(clock, new TickInterval(16, 250), counters)
    const random = (): number => 0.5
    const context = {
      clock,
      ticker,
      livePace: new LivePace(),
      journal: this.journal,
      counters,
      report,
      schema: undefined,
      quotas: defaultQuotas,
      users: new Tally(),
      random,
    }
    this.rooms = new Rooms(context, store, 1 << 20, () => 7)
  }

  async open(name: string): Promise<Room> {
    return this.rooms.open(name)
  }

  /** A tick of its own for each update. */
  write(room: Room, updates: readonly Uint8Array[]): void {
    for (const update of updates) {
      room.receiveUpdate(this.author, this.author.batch + 1, update, 'plain')
      room.flush(16)
    }
  }
}
