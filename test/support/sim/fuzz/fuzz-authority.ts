import { roles, type Role } from '../../../../client-sdk/src/protocol/role.ts'
import { openAuthority, type Access, type Authority } from '../../../../server/src/room/access.ts'
import type { SeededRandom } from '../seeded-random.ts'
import type { SimWorld } from '../sim-world.ts'

/** An authority of whims: what it grants ends soon, and somebody's role is another one every now and then. */
export class FuzzAuthority implements Authority {
  private readonly granted = new Map<string, Role>()
  private isCalm = false
  private readonly world: SimWorld
  private readonly random: SeededRandom

  /** @param random a source of its own, so that the other faults of a seed stay the same. */
  constructor(world: SimWorld, random: SeededRandom) {
    this.world = world
    this.random = random
  }

  /** @param token the user's name. Who brings none is a stranger, and may edit. */
  admit(token: string | undefined): Access | ReturnType<Authority['admit']> {
    if (token === undefined) return openAuthority.admit(token, '')
    const untilMs = this.isCalm ? Infinity : this.world.clock.now() + 2_000 + this.random.below(20_000)
    return Promise.resolve({ user: token, role: this.granted.get(token) ?? 'admin', untilMs })
  }

  /** Now and then gives one of these users another role, at once or with the next token. @returns what it did. */
  meddle(users: readonly string[]): string | undefined {
    if (!this.random.chance(0.06)) return undefined
    const user = this.random.pick(users)!
    const role = this.random.pick(roles)!
    this.granted.set(user, role)
    const isAtOnce = this.random.chance(0.7)
    if (isAtOnce) this.overrule(user, role)
    return `${user} is ${role} ${isAtOnce ? 'now' : 'with the next token'}`
  }

  /** Everybody may do everything again, and for ever. */
  relent(): void {
    this.isCalm = true
    for (const user of this.granted.keys()) this.overrule(user, 'admin')
    this.granted.clear()
  }

  private overrule(user: string, role: Role): void {
    const override = { room: 'fuzz', user, role, atMs: 0 }
    const hold = (access: Access): Access => ({
      ...access,
      role: this.granted.get(access.user ?? '') ?? 'admin',
    })
    for (const link of this.world.server.links) link.overrule(override, hold)
  }
}
