import type { Counters } from './counters.ts'
import type { Arrived } from './intake.ts'
import type { Member } from './member.ts'
import { MisfitError } from './update/integrator.ts'

/** What a room's failures are told to. */
export interface FailureContext {
  readonly counters: Counters
  readonly report: (message: string, error: unknown) => void
}

/** What becomes of an update that cannot be applied, and of a room of which a tick failed half way. */
export class Failures {
  /** Whether the document in memory may be anything by now. Nothing of it may be stored or told any more. */
  isBroken = false
  private halfDone = false
  private readonly room: string
  private readonly context: FailureContext

  constructor(room: string, context: FailureContext) {
    this.room = JSON.stringify(room)
    this.context = context
  }

  /** The update was refused whole, or failed half way. */
  rejected(author: Member, error: unknown): void {
    this.context.counters.updatesRejected++
    if (!(error instanceof MisfitError)) {
      this.context.report(`an update in room ${this.room} decoded but could not be applied`, error)
      this.halfDone = true
    }
    author.peer.close('bad-update')
  }

  /** @throws when some of an update is in the document and some is not. */
  assertWhole(): void {
    if (this.halfDone) throw new Error('an update was applied half')
  }

  /**
   * Sends everybody away: they come back to what the store has, and bring what it has not. Whose updates the document had to be asked
   * about may not bring them again, or the room would break for ever.
   */
  broke(members: Iterable<Member>, { updates, authors, suspects }: Arrived, error: unknown): void {
    this.isBroken = true
    this.context.counters.roomsBroken++
    this.context.report(`a tick of room ${this.room} failed; it is loaded anew`, error)
    const suspected = new Set(authors.filter((_, index) => suspects.has(updates[index]!)))
    for (const member of members)
      if (suspected.has(member)) member.peer.close('bad-update')
      else member.peer.close('internal', 'the room is loaded anew')
  }
}
