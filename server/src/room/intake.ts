import type { Counters } from './counters.ts'
import type { Document } from './document.ts'
import type { LimitName } from './limit-name.ts'
import type { LogSize } from './log-size.ts'
import type { Member } from './member.ts'
import type { Clock } from './ports.ts'
import type { Quotas } from './quotas.ts'
import { roomLimits } from './room-limits.ts'
import { Ahead, type Missing } from './ahead.ts'
import { UpdateOutline } from './update-outline.ts'
import type { UpdateVerdict } from './update/update-scan.ts'

/** What arrived since the last tick. */
export interface Arrived {
  readonly updates: readonly Uint8Array[]
  /** Who sent each of them. */
  readonly authors: readonly Member[]
  /** Those that the document has to be asked about before they are applied. */
  readonly suspects: ReadonlySet<Uint8Array>
}

/** Why an update is not taken. */
export interface NotTaken {
  readonly limit: LimitName
  readonly reason: 'full' | 'schema'
  readonly message: string
}

/** What the intake of a room needs of it. */
export interface IntakeRoom {
  readonly document: Document
  readonly log: LogSize
}

/**
 * The updates that wait for the next tick of a room, and what of them it does not take: more document than it may hold, and more
 * that waits for what never comes. Nearly always that is decided by adding up lengths; only near a bound is an update decoded.
 */
export class Intake {
  private updates: Uint8Array[] = []
  private authors: Member[] = []
  private suspects = new Set<Uint8Array>()
  private bytes = 0
  /** What an update of this tick is looked at beside; made when that is first needed in a tick. */
  private ahead: Ahead | undefined
  /** Members who were refused an update, and now have to send another one that takes it back. */
  private readonly takingBack = new WeakSet<Member>()
  /** When the document may be measured again. */
  private measuredAgainMs = -Infinity
  private waiting = { bytes: 0, sinceMs: 0 }
  private readonly room: IntakeRoom
  private readonly quotas: Quotas
  private readonly counters: Counters
  private readonly clock: Clock

  constructor(
    room: IntakeRoom,
    { quotas, counters, clock }: { quotas: Quotas; counters: Counters; clock: Clock },
  ) {
    this.room = room
    this.quotas = quotas
    this.counters = counters
    this.clock = clock
  }

  get isEmpty(): boolean {
    return this.updates.length === 0
  }

  take(): Arrived {
    const { updates, authors, suspects } = this
    if (suspects.size > 0) this.suspects = new Set()
    this.updates = []
    this.authors = []
    this.bytes = 0
    this.ahead = undefined
    return { updates, authors, suspects }
  }

  /** @param update not malformed. @returns why it is not taken, for its author; undefined when it is. */
  receive(member: Member, update: Uint8Array, verdict: UpdateVerdict = 'suspect'): NotTaken | undefined {
    const refusal =
      this.strangeness(member, update) ??
      (this.isUnremarkable(update) && !this.takingBack.has(member) ? undefined : this.judge(member, update))
    if (refusal) {
      this.counters.countLimited(refusal.limit)
      this.takingBack.add(member)
      return refusal
    }
    this.updates.push(update)
    this.authors.push(member)
    this.bytes += update.length
    if (verdict !== 'plain') this.suspects.add(update)
    return undefined
  }

  private strangeness({ role }: Member, update: Uint8Array): NotTaken | undefined {
    if (this.quotas.shapes === 'carry' || role === 'admin') return undefined
    const message = this.room.document.stranger(update)
    return message === undefined ? undefined : { limit: 'shape', reason: 'schema', message }
  }

  private isUnremarkable({ length }: Uint8Array): boolean {
    const { encodedBytes, pending } = this.room.document
    const bytes = this.bytes + length
    const { documentBytes, pendingBytes } = this.quotas
    return encodedBytes + bytes <= documentBytes && pending.bytes + bytes <= pendingBytes / pendingShare
  }

  private judge(member: Member, update: Uint8Array): NotTaken | undefined {
    const ahead = (this.ahead ??= this.lookAhead())
    const outline = new UpdateOutline(update)
    // It was under way when the one before it was refused, and comes again with what takes that back. Half of it would do harm now:
    // Yjs deletes at once what an update overwrites, and lets what it writes instead wait.
    if (this.takingBack.has(member) && outline.hasClockGap(ahead))
      return { limit: 'pending-updates', reason: 'full', message: 'it builds on what was refused' }
    const bytes = ahead.missing(outline, update)
    if (!this.hasPlaceToWait(ahead, bytes, outline.isContentless) && !this.makesWay())
      return { limit: 'pending-updates', reason: 'full', message: 'it builds on edits that have not arrived' }
    if (this.isOverfull(update.length) && !this.isAllowedOverfull(member, update, outline)) {
      const message = `the document may have ${this.quotas.documentBytes} bytes`
      return { limit: 'document-bytes', reason: 'full', message }
    }
    this.takingBack.delete(member)
    ahead.add(outline, bytes)
    return undefined
  }

  /** The size is an estimate, and too high: what is overwritten and deleted counts until the document is encoded the next time. */
  private isOverfull(updateBytes: number): boolean {
    const { document } = this.room
    const { documentBytes } = this.quotas
    const isOver = (): boolean => document.encodedBytes + this.bytes + updateBytes > documentBytes
    if (isOver() && document.unmeasuredBytes > 0) this.measure()
    return isOver()
  }

  private measure(): void {
    const startMs = this.clock.now()
    if (startMs < this.measuredAgainMs) return
    this.room.document.measure()
    const endMs = this.clock.now()
    this.measuredAgainMs = endMs + (endMs - startMs) * measureSpacing
  }

  /**
   * A full document must still be one that can be worked with and made smaller: small updates, and those that take back what was
   * refused, may go on into a reserve, and what only deletes into another one behind it.
   */
  private isAllowedOverfull(member: Member, update: Uint8Array, outline: UpdateOutline): boolean {
    const { documentBytes } = this.quotas
    const reserve = documentBytes / reserveShare
    const over = this.room.document.encodedBytes + this.bytes + update.length - documentBytes
    if (over > 2 * reserve) return false
    if (outline.isContentless) return true
    return over <= reserve && (update.length <= roomLimits.smallUpdateBytes || this.takingBack.has(member))
  }

  private hasPlaceToWait(ahead: Ahead, { structs, deletes }: Missing, isContentless: boolean): boolean {
    const { pending } = this.room.document
    const { pendingBytes } = this.quotas
    // Who takes back can do no better than send lengths, so those have a place beyond.
    const most = isContentless ? 2 * pendingBytes : pendingBytes
    if (structs > 0 && pending.structBytes + ahead.waiting.structs + structs > most) return false
    // Deletions that wait are read with every update, so they have a smaller share.
    return (
      deletes === 0 || pending.deleteBytes + ahead.waiting.deletes + deletes <= pendingBytes / pendingShare
    )
  }

  private lookAhead(): Ahead {
    const ahead = new Ahead(this.room.document)
    for (const update of this.updates) {
      const outline = new UpdateOutline(update)
      ahead.add(outline, ahead.missing(outline, update))
    }
    return ahead
  }

  /** Whether what waits made way: it did so long that nobody is likely to complete it any more. */
  private makesWay(): boolean {
    const { document, log } = this.room
    if (this.waiting.bytes !== document.pending.bytes) return false
    if (this.clock.now() - this.waiting.sinceMs < roomLimits.pendingMs) return false
    document.pending.drop()
    // The log still has it, and would bring it back with the next load.
    log.outdate()
    this.counters.countLimited('pending-updates')
    return true
  }

  /** Called about once a second. */
  sweep(now: number): void {
    const { bytes } = this.room.document.pending
    if (bytes !== this.waiting.bytes) this.waiting = { bytes, sinceMs: now }
  }
}

/** The share of what may wait below which nobody asks whether something is missing, and the share of deletions. */
const pendingShare = 16
/** The share of a document's bytes that each reserve has. */
const reserveShare = 8
/** Measuring a document takes as long as encoding it, and at most a twentieth of the time. */
const measureSpacing = 20
