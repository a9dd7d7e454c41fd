import { parseSchema } from '../../../client-sdk/src/model/parse-schema.ts'
import type { Schema } from '../../../client-sdk/src/model/schema.ts'
import { admissionLimits, type AdmissionLimits } from '../../../server/src/admission/admission-limits.ts'
import { Entrance } from '../../../server/src/admission/entrance.ts'
import { Gate } from '../../../server/src/admission/gate.ts'
import { NativeDialect } from '../../../server/src/dialect/native.ts'
import { YWebsocketDialect } from '../../../server/src/dialect/y-websocket.ts'
import { openAuthority, type Authority } from '../../../server/src/room/access.ts'
import type { Opener } from '../../../server/src/room/connection.ts'
import { Counters } from '../../../server/src/room/counters.ts'
import { Journal, type Journaled } from '../../../server/src/room/journal.ts'
import type { DocumentStore } from '../../../server/src/room/document-store.ts'
import { defaultQuotas, type Quotas } from '../../../server/src/room/quotas.ts'
import type { RoomContext } from '../../../server/src/room/room-context.ts'
import { LivePace } from '../../../server/src/room/live-pace.ts'
import { Rooms } from '../../../server/src/room/rooms.ts'
import { Tally } from '../../../server/src/room/tally.ts'
import { TickInterval } from '../../../server/src/room/tick-interval.ts'
import { Ticker } from '../../../server/src/room/ticker.ts'
import type { FaultyStore } from './faulty-store.ts'
import type { SeededRandom } from './seeded-random.ts'
import { SimLink } from './sim-link.ts'
import { Topics } from './topics.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** Hears of every update that a room appends to its log, within the tick and before anybody is told. */
export type TickListener = (room: Journaled, update: Uint8Array) => void

/** The real server core on a virtual clock, a simulated transport and a store that outlives it. */
export class SimServer {
  readonly counters = new Counters()
  /** A test may set its own, before anybody comes. */
  readonly quotas: { -readonly [Name in keyof Quotas]: Quotas[Name] } = { ...defaultQuotas }
  readonly users = new Tally()
  readonly topics = new Topics(this.counters)
  readonly rooms: Rooms
  readonly journal: Journal
  readonly ticker: Ticker
  readonly links = new Set<SimLink>()
  /** What the core reported: every line must have been provoked by the test. */
  readonly reports: string[] = []
  private readonly entrance: Entrance
  private readonly native: NativeDialect
  private readonly stock: YWebsocketDialect
  private isDead = false
  private readonly authority: Authority
  private readonly report: (message: string) => void
  private readonly clock: VirtualClock
  private readonly random: SeededRandom

  /** @param repairRandom a source of its own, so that repairs do not change which faults a seed stands for. */
  constructor(
    clock: VirtualClock,
    random: SeededRandom,
    repairRandom: SeededRandom,
    store: FaultyStore,
    ticked: TickListener,
    schema?: Schema,
    authority: Authority = openAuthority,
    limits: AdmissionLimits = admissionLimits,
  ) {
    this.clock = clock
    this.random = random
    const report = (message: string): void => void this.reports.push(message)
    this.authority = authority
    this.report = report
    // The dead write no more: what had not reached the disk by then is lost.
    const disk: DocumentStore = {
      load: (room) => store.load(room),
      append: (rows) => (this.isDead ? new Promise(() => undefined) : store.append(rows)),
      fold: (room, seq, snapshot) =>
        this.isDead ? new Promise(() => undefined) : store.fold(room, seq, snapshot),
      close: () => store.close(),
    }
    this.journal = new WatchedJournal(disk, clock, this.counters, report, ticked)
    this.ticker = new Ticker(clock, new TickInterval(16, 250), this.counters)
    const context: RoomContext = {
      clock,
      ticker: this.ticker,
      livePace: new LivePace(),
      journal: this.journal,
      counters: this.counters,
      report,
      schema: schema && parseSchema(schema),
      quotas: this.quotas,
      users: this.users,
      random: repairRandom.next,
    }
    this.rooms = new Rooms(context, disk, 64 * 1024 * 1024, () => 1 + random.below(2 ** 32 - 1))
    this.native = new NativeDialect(this.rooms, this.topics, 10_000)
    this.stock = new YWebsocketDialect(this.rooms, this.topics)
    this.entrance = new Entrance(limits, clock, this.counters, report)
    this.sweepForever()
  }

  /** @param address that counts as one; undefined for this machine, which is not limited. */
  accept(room: string, token?: string, address?: string): SimLink {
    return this.connect(room, this.native.open, token, address)
  }

  /** A socket of a stock y-websocket client. */
  acceptStock(room: string, token?: string): SimLink {
    return this.connect(room, this.stock.open, token)
  }

  private connect(room: string, open: Opener, token?: string, address?: string): SimLink {
    const link = new SimLink(this.clock, this.random, this.topics)
    if (this.isDead) {
      this.clock.after(5, () => link.onclose?.({ code: 1006, reason: '' }))
      return link
    }
    this.links.add(link)
    link.connect((socket) => {
      const entry = this.entrance.enter(address)
      if (typeof entry === 'string') {
        socket.close('too-many', entry)
        return undefined
      }
      link.onServerGone = () => this.entrance.left(entry)
      return new Gate(socket, { room, token, entry }, open, this.authority, this.entrance, this.report)
    })
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
      this.entrance.sweep(now)
      for (const link of this.links) {
        if (link.isCut) this.links.delete(link)
        else link.sweep(now)
      }
      this.sweepForever()
    })
  }
}

class WatchedJournal extends Journal {
  private readonly ticked: TickListener

  constructor(
    ...[store, clock, counters, report, ticked]: [...ConstructorParameters<typeof Journal>, TickListener]
  ) {
    super(store, clock, counters, report)
    this.ticked = ticked
  }

  override append(room: Journaled, seq: number, update: Uint8Array): void {
    super.append(room, seq, update)
    this.ticked(room, update)
  }
}
