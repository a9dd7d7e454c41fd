import { AccessControl } from '../../server/src/admission/access-control.ts'
import { overridable, Overrides } from '../../server/src/admission/overrides.ts'
import type { Access, Denial } from '../../server/src/room/access.ts'
import type { AccessStore } from '../../server/src/room/access-store.ts'
import { MemoryStore } from '../../server/src/store/memory-store.ts'
import { firstHello, type Hello, type RawClient } from './raw-client.ts'
import { RawWorld } from './raw-world.ts'

/** A server whose admins can change what its users may do. Its wall clock is the virtual one. */
export class AdminWorld extends RawWorld {
  /** What each token is worth; others are worth nothing. */
  readonly worth = new Map<string | undefined, Access | Denial>()
  readonly overrides: Overrides
  readonly control: AccessControl
  readonly reports: string[] = []

  constructor(store: AccessStore = new MemoryStore(), most = 100, tokenLifetimeMs = 3_600_000) {
    super()
    this.overrides = new Overrides(most)
    const answer = (token: string | undefined): Promise<Access | Denial> =>
      Promise.resolve(this.worth.get(token) ?? 'unauthorized')
    this.authority = overridable({ admit: answer }, this.overrides)
    const { server, clock, overrides } = this
    this.control = new AccessControl({
      overrides,
      store,
      counters: server.counters,
      tokenLifetimeMs,
      gates: () => server.links,
      members: (room) => server.rooms.find(room)?.roster.all() ?? [],
      wallNow: () => clock.now(),
      report: (message) => this.reports.push(message),
    })
  }

  /** A token of this user's, issued now. */
  mint(user: string, role: Access['role'], token = `${user} at ${this.clock.now()}`): string {
    this.worth.set(token, { user, role, untilMs: Infinity, issuedMs: this.clock.now() })
    return token
  }

  /** A member that said HELLO with this token; what came is still to be taken. */
  async enter(token: string, hello: Partial<Hello> = {}): Promise<RawClient> {
    const client = await this.open('board', token)
    client.say({ ...firstHello, role: 'admin', ...hello })
    await this.clock.pass(100)
    return client
  }

  /** An admin says so, and nothing else happens meanwhile but that the store keeps it. */
  change(user: string, role: Access['role'] | undefined): ReturnType<AccessControl['change']> {
    return this.control.change({ room: 'board', user, role }, 'root')
  }
}
