import type { Role } from '@coplane/client/protocol/role'
import type { AccessStore, Override } from '../room/access-store.ts'
import type { Counters } from '../room/counters.ts'
import type { Member } from '../room/member.ts'
import type { Gate } from './gate.ts'
import type { Overrides } from './overrides.ts'

/** What access control needs of the server around it. */
export interface ControlParts {
  readonly overrides: Overrides
  readonly store: AccessStore
  readonly counters: Counters
  /** After this time no token that an override was made against can be valid. */
  readonly tokenLifetimeMs: number
  /** Every open socket's. */
  gates(): Iterable<Pick<Gate, 'overrule'>>
  /** The members of a room that is in memory. */
  members(room: string): Iterable<Member>
  wallNow(): number
  report(message: string, error: unknown): void
}

/** Sockets of one user that may do the same. */
export interface Presence {
  /** Undefined where nobody is told apart. */
  readonly user: string | undefined
  readonly role: Role
  sockets: number
}

/** Who is in a room, and what admins said of who may be. */
export interface RoomAccess {
  /** At most `mostListed`. */
  readonly members: readonly Presence[]
  readonly overrides: readonly Override[]
  /** Whether there are more of either. */
  readonly isCut: boolean
}

/** How a change of access went. */
export type Changed =
  | { readonly is: 'kept'; readonly sockets: number }
  /** In force, and tried again until it is kept; a restart before would forget it. */
  | { readonly is: 'unkept'; readonly sockets: number }
  | { readonly is: 'full' }

/** What admins may see and say while everybody is connected: it takes effect at once, and outlives the process. */
export class AccessControl {
  private readonly unkept = new Set<Override>()
  private forgotMs = -Infinity
  private readonly parts: ControlParts

  constructor(parts: ControlParts) {
    this.parts = parts
  }

  /** Takes up what an earlier process was told. To be awaited before anybody is let in. */
  async load(): Promise<void> {
    for (const override of await this.parts.store.loadOverrides()) this.parts.overrides.put(override)
  }

  look(room: string): RoomAccess {
    const byKey = new Map<string, Presence>()
    for (const { user, role } of this.parts.members(room)) {
      const key = JSON.stringify([role, user])
      const presence = byKey.get(key) ?? { user, role, sockets: 0 }
      presence.sockets++
      byKey.set(key, presence)
    }
    const members = [...byKey.values()]
    const overrides = this.parts.overrides.in(room)
    return {
      members: members.slice(0, mostListed),
      overrides: overrides.slice(0, mostListed),
      isCut: Math.max(members.length, overrides.length) > mostListed,
    }
  }

  /** With no role, the user's sockets are closed, and tokens that were issued until now let it in no more. @param by who says so. */
  async change({ room, user, role }: Omit<Override, 'atMs'>, by: string | undefined): Promise<Changed> {
    const { overrides, counters } = this.parts
    const override: Override = { room, user, role, atMs: this.parts.wallNow() }
    if (!overrides.put(override)) return { is: 'full' }
    counters.accessChanges++
    const [said, whom, where] = [by, user, room].map((name) => JSON.stringify(name))
    this.parts.report(`${said} made ${whom} ${role ?? 'nobody'} in room ${where}`, undefined)
    let sockets = 0
    for (const gate of this.parts.gates())
      if (gate.overrule(override, (access) => overrides.hold(access, room))) sockets++
    return { is: (await this.keep(override)) ? 'kept' : 'unkept', sockets }
  }

  /** Called about once a second. */
  sweep(): void {
    const nowMs = this.parts.wallNow()
    for (const override of this.unkept) {
      this.unkept.delete(override)
      if (this.isNewest(override)) void this.keep(override)
    }
    if (nowMs - this.forgotMs < forgetEveryMs) return
    this.forgotMs = nowMs
    const beforeMs = nowMs - this.parts.tokenLifetimeMs
    this.parts.overrides.forget(beforeMs)
    this.parts.store.forgetOverrides(beforeMs).catch((error: unknown) => {
      this.parts.report('old overrides of access could not be forgotten; tried again in a minute', error)
    })
  }

  private async keep(override: Override): Promise<boolean> {
    try {
      await this.parts.store.putOverride(override)
      return true
    } catch (error) {
      this.parts.report('a change of access is in force and could not be kept; it is tried again', error)
      if (this.isNewest(override)) this.unkept.add(override)
      return false
    }
  }

  private isNewest(override: Override): boolean {
    return this.parts.overrides.in(override.room).includes(override)
  }
}

const mostListed = 1_000
const forgetEveryMs = 60_000
