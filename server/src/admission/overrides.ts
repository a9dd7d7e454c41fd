import type { Access, Authority, Denial } from '../room/access.ts'
import type { Override } from '../room/access-store.ts'

/** What admins said of users, by room and user: names that users control, so never keys of plain objects. */
export class Overrides {
  private readonly byRoom = new Map<string, Map<string, Override>>()
  private count = 0
  private readonly most: number

  /** @param most of them at a time (refuse). */
  constructor(most: number) {
    this.most = most
  }

  get size(): number {
    return this.count
  }

  /** Those of one room. */
  in(room: string): Override[] {
    return [...(this.byRoom.get(room)?.values() ?? [])]
  }

  /** @returns false when there are as many as there may be, and this is another one. */
  put(override: Override): boolean {
    const { room, user } = override
    let users = this.byRoom.get(room)
    if (!users?.has(user)) {
      if (this.count >= this.most) return false
      this.count++
    }
    if (!users) this.byRoom.set(room, (users = new Map<string, Override>()))
    users.set(user, override)
    return true
  }

  /** Those made before this time hold against no token any more. */
  forget(beforeMs: number): void {
    for (const [room, users] of this.byRoom) {
      for (const [user, { atMs }] of users) if (atMs < beforeMs && users.delete(user)) this.count--
      if (users.size === 0) this.byRoom.delete(room)
    }
  }

  /** What an access is worth with what was said since its token was issued. */
  hold(access: Access, room: string): Access | Denial {
    const { user, issuedMs = -Infinity } = access
    const override = user === undefined ? undefined : this.byRoom.get(room)?.get(user)
    if (!override || issuedMs > override.atMs) return access
    return override.role === undefined ? 'forbidden' : { ...access, role: override.role }
  }
}

/** An authority whose answers are held against what admins said. */
export function overridable(authority: Authority, overrides: Overrides): Authority {
  const hold = (answer: Access | Denial, room: string): Access | Denial =>
    typeof answer === 'string' ? answer : overrides.hold(answer, room)
  return {
    admit: (token, room) => {
      const answer = authority.admit(token, room)
      return answer instanceof Promise ? answer.then((access) => hold(access, room)) : hold(answer, room)
    },
  }
}
