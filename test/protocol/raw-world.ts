import type { UpFrame } from '@coplane/client/protocol/up'
import type { AdmissionLimits } from '../../server/src/admission/admission-limits.ts'
import { openAuthority, type Authority } from '../../server/src/room/access.ts'
import { FaultyStore } from '../support/sim/faulty-store.ts'
import { SeededRandom } from '../support/sim/seeded-random.ts'
import { SimServer } from '../support/sim/sim-server.ts'
import { VirtualClock } from '../support/sim/virtual-clock.ts'
import { firstHello, RawClient, type Hello } from './raw-client.ts'

/** A server on a virtual clock, for clients that speak frame by frame. */
export class RawWorld {
  readonly clock = new VirtualClock()
  readonly store = new FaultyStore(this.clock)
  readonly server: SimServer
  /** Who may do what; a test may set its own. */
  authority: Authority = openAuthority

  constructor(limits?: AdmissionLimits) {
    this.server = new SimServer(
      this.clock,
      new SeededRandom(1),
      new SeededRandom(2),
      this.store,
      () => undefined,
      undefined,
      { admit: (token, room) => this.authority.admit(token, room) },
      limits,
    )
  }

  /** A socket that has opened and said nothing. */
  async open(room = 'board', token?: string, address?: string): Promise<RawClient> {
    const client = new RawClient(this.server.accept(room, token, address))
    await this.clock.pass(100)
    return client
  }

  /** A member of the room: HELLO was said and answered; what came is still to be taken. */
  async join(hello: Partial<Hello> = {}, room = 'board'): Promise<RawClient> {
    const client = await this.open(room)
    client.say({ ...firstHello, ...hello })
    await this.clock.pass(100)
    return client
  }

  /** Says all of it and lets the answers come. */
  async say(client: RawClient, ...frames: readonly UpFrame[]): Promise<void> {
    for (const frame of frames) client.say(frame)
    await this.clock.pass(300)
  }
}
