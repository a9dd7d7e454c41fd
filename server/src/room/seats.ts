import type { Counters } from './counters.ts'
import type { Quotas } from './quotas.ts'
import { Tally } from './tally.ts'

/** Why nobody else may sit here; each is the name of a close code. */
export type NoSeat = 'room-full' | 'too-many'

/** The seats of one room: so many in all, and so many for each user. */
export class Seats {
  private readonly byUser = new Tally()
  private readonly everywhere: Tally
  private readonly quotas: Quotas
  private readonly counters: Counters

  /** @param everywhere the sessions of each user in all rooms. */
  constructor(everywhere: Tally, quotas: Quotas, counters: Counters) {
    this.everywhere = everywhere
    this.quotas = quotas
    this.counters = counters
  }

  /** @param taken how many sit here. @returns why there is no seat, or undefined when it is the user's now, until `leave`. */
  take(taken: number, user: string | undefined): NoSeat | undefined {
    const { quotas } = this
    if (taken >= quotas.sessionsPerRoom) return this.refuse('room-sessions', 'room-full')
    if (user !== undefined) {
      if (
        this.byUser.of(user) >= quotas.sessionsPerUserAndRoom ||
        this.everywhere.of(user) >= quotas.sessionsPerUser
      )
        return this.refuse('user-sessions', 'too-many')
      this.byUser.add(user)
      this.everywhere.add(user)
    }
    return undefined
  }

  leave(user: string | undefined): void {
    if (user === undefined) return
    this.byUser.remove(user)
    this.everywhere.remove(user)
  }

  private refuse(limit: 'room-sessions' | 'user-sessions', why: NoSeat): NoSeat {
    this.counters.joinsRefused++
    this.counters.countLimited(limit)
    return why
  }
}
