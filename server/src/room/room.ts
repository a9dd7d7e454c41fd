import { FrameType } from '@coplane/client/protocol/frame-type'
import { lesserRole, mayEdit, type Role } from '@coplane/client/protocol/role'
import { accessS } from './access.ts'
import { Acks } from './acks.ts'
import type { Audience } from './audience.ts'
import { Audiences } from './audiences.ts'
import { Document, nothingApplied } from './document.ts'
import type { StoredDocument } from './document-store.ts'
import { Durability } from './durability.ts'
import { EventLane } from './event-lane.ts'
import type { EventLog } from './event-log.ts'
import { Failures } from './failures.ts'
import type { Flush } from './flush.ts'
import type { Snapshot } from './folding.ts'
import { Intake, type Arrived } from './intake.ts'
import { LiveLane } from './live-lane.ts'
import type { Journaled } from './journal.ts'
import { LogSize } from './log-size.ts'
import { JoinSnapshot } from './join-snapshot.ts'
import { LagWatch } from './lag-watch.ts'
import type { Joining, Member } from './member.ts'
import type { Peer } from './ports.ts'
import { Refusals } from './refusals.ts'
import type { RoomContext } from './room-context.ts'
import { Roster } from './roster.ts'
import { Seats, type NoSeat } from './seats.ts'
import type { Flushed, Ticking } from './ticker.ts'
import type { UpdateVerdict } from './update/update-scan.ts'

/** A way of speaking to clients; a room keeps one audience per dialect that has ever joined it. */
export interface Dialect {
  createAudience(room: Room): Audience
}

/** A document and its members. Whatever happens between two ticks is collected, and leaves as one flush. */
export class Room implements Ticking, Journaled {
  /** The tick counter. */
  seq: number
  /** Who waits to be brought up to date here. */
  awaited = 0
  readonly eventLane: EventLane
  readonly roster = new Roster()
  readonly live: LiveLane
  readonly document: Document
  readonly joinSnapshot = new JoinSnapshot()
  readonly log: LogSize
  private readonly failures: Failures
  private readonly durability: Durability
  private readonly acks: Acks
  readonly refusals: Refusals
  private readonly seats: Seats
  private readonly lagWatch: LagWatch
  private readonly audiences: Audiences
  private readonly intake: Intake
  readonly name: string
  /** A number unique in the process, short enough for topics. */
  readonly id: number
  /** The generation of the room's history: ticks and events of another epoch cannot be resumed from. */
  readonly epoch: number
  private readonly context: RoomContext

  /** @throws when the stored document cannot be read. */
  constructor(
    name: string,
    id: number,
    epoch: number,
    stored: StoredDocument | undefined,
    context: RoomContext,
  ) {
    this.name = name
    this.id = id
    this.epoch = epoch
    this.context = context
    this.audiences = new Audiences(context.report)
    this.eventLane = new EventLane(epoch, context.counters)
    this.document = new Document(stored, context)
    this.log = new LogSize(stored)
    this.intake = new Intake(this, context)
    this.seq = stored?.seq ?? 0
    this.failures = new Failures(name, context)
    this.durability = new Durability(this.seq)
    this.acks = new Acks(this.durability)
    this.refusals = new Refusals(context.counters)
    this.seats = new Seats(context.users, context.quotas, context.counters)
    this.lagWatch = new LagWatch(this, context.counters)
    this.live = new LiveLane(this, this.roster, context)
  }

  get events(): EventLog {
    return this.eventLane.log
  }

  get durableSeq(): number {
    return this.durability.durableSeq(this.seq)
  }

  /** Whether a tick failed: whoever comes next gets the room anew. */
  get isBroken(): boolean {
    return this.failures.isBroken
  }

  /** Whether nothing of this room waits: it may leave memory. */
  get isIdle(): boolean {
    return this.roster.size + this.awaited === 0 && this.intake.isEmpty && this.durability.isSettled
  }

  get deliveries(): number {
    return this.audiences.size
  }

  /** Seconds until the member's access ends, as the wire says it. */
  accessS({ untilMs }: Member): number {
    return accessS(untilMs, this.context.clock.now())
  }

  get tickMs(): number {
    return this.context.ticker.tickMs
  }

  audience(dialect: Dialect): Audience {
    return this.audiences.of(dialect, () => dialect.createAudience(this))
  }

  /** @returns the member, or why there is no place for it. A socket that the session left behind is closed. */
  join(dialect: Dialect, peer: Peer, joining: Joining): Member | NoSeat {
    const before = joining.session === undefined ? undefined : this.roster.withSession(joining.session)
    if (before) {
      this.leave(before)
      before.peer.close('replaced')
    }
    const noSeat = this.seats.take(this.roster.size, joining.access.user)
    if (noSeat) return noSeat
    const member = this.roster.add(this.audience(dialect), peer, joining)
    this.context.counters.joins++
    member.audience.size++
    this.live.touch(this.roster.newsDueMs(this.context.clock.now()))
    return member
  }

  /** What the member may do from now on, within what it asked for. */
  grant(member: Member, role: Role, untilMs: number): void {
    member.role = lesserRole(member.asked, role)
    member.untilMs = untilMs
    if (!mayEdit(member.role)) {
      this.live.left(member)
      this.live.takeAlong()
    }
    member.peer.accessChanged()
  }

  leave(member: Member): void {
    if (!this.roster.remove(member)) return
    this.seats.leave(member.user)
    if (!member.lag) member.audience.size--
    this.lagWatch.left(member)
    this.live.left(member)
    this.live.takeAlong(this.roster.newsDueMs(this.context.clock.now()))
  }

  /** Takes one batch of a member's edits; `update` must be the room's to keep and not be malformed. */
  receiveUpdate(member: Member, batch: number, update: Uint8Array, verdict: UpdateVerdict): void {
    this.context.counters.updatesReceived++
    this.context.counters.updateBytesReceived += update.length
    if (this.context.journal.isFull) {
      member.peer.close('unavailable', 'the store is behind; edits are refused until it recovers')
      return
    }
    const notTaken = this.intake.receive(member, update, verdict)
    if (notTaken) {
      const { reason, message } = notTaken
      this.refusals.send(member, { reason, message, refused: FrameType.update, ref: batch, subject: '' })
      return
    }
    member.batch = batch
    this.context.ticker.mark(this)
  }

  /** An audience has something to publish. */
  touch(): void {
    this.context.ticker.mark(this)
  }

  receiveProfile(member: Member, profile: Uint8Array, clientId: number): void {
    member.profile = profile
    member.clientId = clientId
    this.roster.changed(member)
    this.live.takeAlong()
  }

  /** @returns the event's seq: a new one, or the one that its key already has. */
  receiveEvent(member: Member, key: string, body: Uint8Array): number {
    const { seq, isNew } = this.eventLane.receive(key, member.index, body)
    if (isNew) this.context.ticker.mark(this)
    return seq
  }

  /** One tick, or what becomes of a room that has failed: a fault of ours or of Yjs's ends nobody else's room. */
  flush(tickMs: number): Flushed {
    const arrived = this.intake.take()
    if (this.isBroken) return noneTold
    try {
      return this.tick(arrived, tickMs)
    } catch (error) {
      this.failures.broke([...this.roster.all()], arrived, error)
      return noneTold
    }
  }

  /** Applies everything, encodes once, publishes once per dialect, acks the authors, tells what moves to those who see it. */
  private tick({ updates, authors, suspects }: Arrived, tickMs: number): Flushed {
    const { counters, journal } = this.context
    const { update, waiting, refusals } =
      updates.length > 0
        ? this.document.apply(
            updates,
            (index, error) => this.failures.rejected(authors[index]!, error),
            suspects,
          )
        : nothingApplied
    this.failures.assertWhole()
    const events = this.eventLane.take()
    const { roster, leftClients } = this.roster.take()
    const gestures = this.live.gestures.take(this.hasNode, update !== undefined)
    const isLive = this.live.isDue(tickMs)
    const moved = isLive ? this.roster.takeMoved() : nobodyMoved
    const isTick =
      update !== undefined ||
      events.length > 0 ||
      roster.length > 0 ||
      gestures.entries.length > 0 ||
      waiting.length > 0
    if (isTick) this.seq++
    if (update || waiting.length > 0) this.durability.changed(this.seq)
    const { seq, durableSeq } = this
    const shared = { seq, isTick, isLive, durableSeq, tickMs, update, events, moved, roster, leftClients }
    const flush: Flush = { ...shared, gestures: gestures.entries }
    const sends = this.audiences.publish(flush)
    // Before anything else is sent: whoever gets both a tick and live values gets them in one write.
    const told = isLive ? this.live.publish(this.audiences.all()) : noneTold
    if (isTick) {
      this.durability.announced(durableSeq)
      counters.ticks++
      counters.tickUpdates.observe(updates.length)
    } else this.acks.tell(this.durableSeq)
    if (update) {
      counters.tickBytes.observe(update.length)
      this.joinSnapshot.append(update)
      journal.append(this, seq, update)
    }
    for (const bytes of waiting) journal.append(this, seq, bytes)
    this.acks.send(authors, seq, this.durableSeq)
    this.refusals.ofGestures(gestures.refused)
    this.refusals.ofEdits(refusals, authors)
    this.lagWatch.published(events.reduce((sum, { body }) => sum + body.length, update?.length ?? 0))
    return { sends: Math.max(sends, told.sends), sendMs: told.sendMs }
  }

  private readonly hasNode = (id: string): boolean => this.document.hasNode(id)

  /** The journal's word that everything up to `seq` is on disk. */
  stored(seq: number): void {
    this.durability.stored(seq)
    // A room that ticks soon says it in that tick's frame to everybody at no cost.
    if (!this.context.ticker.isMarked(this)) this.acks.tell(this.durableSeq)
  }

  snapshot(): Snapshot {
    if (this.isBroken) throw new Error('the room is broken')
    const { seq, document, joinSnapshot } = this
    const isWhole = document.pending.bytes === 0
    return { seq, snapshot: isWhole ? joinSnapshot.renew(document) : document.encodeWithPending() }
  }

  /** Called about once a second. */
  sweep(now: number): void {
    this.intake.sweep(now)
    this.lagWatch.sweep(now)
    this.live.sweep(now)
    this.audiences.sweep(now)
  }

  /** The transport has written what it held for this member. */
  drained(member: Member): void {
    this.lagWatch.drained(member)
  }

  close(): void {
    this.context.ticker.forget(this)
    this.document.destroy()
  }
}

const nobodyMoved: ReadonlySet<Member> = new Set()
const noneTold: Flushed = { sends: 0, sendMs: 0 }
