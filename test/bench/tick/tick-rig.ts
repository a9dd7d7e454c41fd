import { encodeHello } from '@coplane/client/protocol/hello'
import { NativeDialect } from '../../../server/dist/dialect/native.js'
import type { Connection } from '../../../server/dist/room/connection.js'
import { Counters } from '../../../server/dist/room/counters.js'
import type { DocumentStore } from '../../../server/dist/room/document-store.js'
import { Journal } from '../../../server/dist/room/journal.js'
import { defaultQuotas } from '../../../server/dist/room/quotas.js'
import { Tally } from '../../../server/dist/room/tally.js'
import { Rooms } from '../../../server/dist/room/rooms.js'
import { TickInterval } from '../../../server/dist/room/tick-interval.js'
import { LivePace } from '../../../server/dist/room/live-pace.js'
import { Ticker } from '../../../server/dist/room/ticker.js'
import type { Moves } from '../../../loadtest/driver/moves.ts'
import { CountingSocket, type CountingChannel } from './fakes.ts'
import { StillClock } from './still-clock.ts'
import { openlyAdmitted } from '../../support/open-access.ts'

/** A real room, its real native dialect and its members, without a transport. */
export class TickRig {
  readonly counters = new Counters()
  readonly sockets: CountingSocket[] = []
  readonly channel: CountingChannel
  private readonly clock = new StillClock()
  private readonly connections: Connection[] = []
  private readonly moves: Moves
  private sent = 0

  private constructor(moves: Moves, channel: CountingChannel) {
    this.moves = moves
    this.channel = channel
  }

  /** The first members are the writers of `moves`, whose canvas the room is loaded with. */
  static async open(members: number, moves: Moves, channel: CountingChannel): Promise<TickRig> {
    const rig = new TickRig(moves, channel)
    const { clock, counters } = rig
    const report = (message: string, error: unknown): void => {
      throw new Error(message, { cause: error })
    }
    const store = storeOf(moves.seed)
    const journal = new Journal(store, clock, counters, report)
    const ticker = new Ticker(clock, new TickInterval(16, 250), counters)
    const context = {
      clock,
      ticker,
      livePace: new LivePace(),
      journal,
      counters,
      report,
      schema: undefined,
      quotas: defaultQuotas,
      users: new Tally(),
      random: () => 0.5,
    }
    const rooms = new Rooms(context, store, 1024 * 1024, () => 1)
    const dialect = new NativeDialect(rooms, channel, 10_000)
    for (let index = 0; index < members; index++) {
      const socket = new CountingSocket()
      const connection = dialect.open(socket, 'bench', openlyAdmitted)
      rig.sockets.push(socket)
      rig.connections.push(connection)
      connection.receive(helloOf(index, moves.writers[index]?.clientId ?? 1_000_000 + index))
      if (index === 0) await rooms.open('bench')
    }
    rig.tick(0)
    return rig
  }

  get seq(): number {
    return this.counters.ticks
  }

  /** The next `count` updates arrive, from all writers in turn. */
  receive(count: number): void {
    const { writers } = this.moves
    for (let left = count; left > 0; left--) {
      const writer = this.sent % writers.length
      const message = writers[writer]!.messages[Math.floor(this.sent / writers.length)]
      if (!message) throw new Error('the rig has run out of moves')
      this.connections[writer]!.receive(message)
      this.sent++
    }
  }

  /** The loop turn ends, and with it the tick. */
  flush(): void {
    this.clock.endTurn()
    this.clock.endTurn()
    this.clock.advance(1_000)
  }

  tick(updates: number): void {
    this.receive(updates)
    this.flush()
  }
}

/** A store that has the canvas and forgets what it is given. */
function storeOf(canvas: Uint8Array): DocumentStore {
  return {
    load: () => Promise.resolve({ snapshot: undefined, updates: [canvas], seq: 0 }),
    append: () => Promise.resolve(),
    fold: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
}

function helloOf(index: number, clientId: number): Uint8Array {
  const session = new Uint8Array(16)
  new DataView(session.buffer).setUint32(0, index)
  const nothing = { stateVector: Uint8Array.of(0), profile: new Uint8Array(0) }
  return encodeHello({ role: 'editor', clientId, epoch: 0, eventSeq: 0, session, ...nothing })
}
