import { encodeEntries } from '@coplane/client/protocol/lane-block'
import { eventEntryBytes, writeEventEntry } from '@coplane/client/protocol/event-entry'
import { gestureEntryBytes, writeGestureEntry } from '@coplane/client/protocol/gesture-entry'
import { limits } from '@coplane/client/protocol/limits'
import { encodeRoster } from '@coplane/client/protocol/roster'
import { rosterEntryBytes, writeRosterEntry } from '@coplane/client/protocol/roster-entry'
import { encodeSync } from '@coplane/client/protocol/sync'
import { encodeTick } from '@coplane/client/protocol/tick'
import type { Who } from '@coplane/client/protocol/who'
import type { Counters } from '../room/counters.ts'
import type { Flush } from '../room/flush.ts'
import type { LiveRound, LiveTold } from '../room/live-round.ts'
import type { Audience } from '../room/audience.ts'
import type { Channel } from '../room/ports.ts'
import type { Room } from '../room/room.ts'
import { NativeLive } from './native-live.ts'

/** The members of a room who speak the native protocol: one TICK frame per flush, and shared frames for joiners. */
export class NativeAudience implements Audience {
  size = 0
  lagging = 0
  frames = 0
  readonly isPending = false
  readonly topic: string
  private snapshotFrame: { readonly snapshot: Uint8Array; readonly frame: Uint8Array } | undefined
  private tailFrame: { readonly seq: number; readonly frame: Uint8Array } | undefined
  readonly live: NativeLive
  /**
   * A tick with live values behind it, which each member gets together with its own: what is published to a topic
   * leaves in a write of its own before whatever is sent to the same socket, corked or not (uWebSockets' topic callback
   * uncorks what it did not cork).
   */
  private held: { readonly frame: Uint8Array; readonly flush: Flush } | undefined
  private rosterFrame:
    | { readonly page: object; readonly gestures: object; readonly total: number; readonly frame: Uint8Array }
    | undefined
  private readonly room: Room
  private readonly channel: Channel
  private readonly counters: Counters

  constructor(room: Room, channel: Channel, counters: Counters) {
    this.live = new NativeLive(counters)
    this.room = room
    this.channel = channel
    this.counters = counters
    this.topic = `n${room.id}`
  }

  publish(flush: Flush): void {
    if (!flush.isTick) return
    this.frames++
    const frame = encodeTick(Math.round(flush.tickMs), flush.seq, flush.durableSeq, {
      update: flush.update,
      events:
        flush.events.length > 0 ? encodeEntries(flush.events, eventEntryBytes, writeEventEntry) : undefined,
      gestures:
        flush.gestures.length > 0
          ? encodeEntries(flush.gestures, gestureEntryBytes, writeGestureEntry)
          : undefined,
      roster:
        flush.roster.length > 0 ? encodeEntries(flush.roster, rosterEntryBytes, writeRosterEntry) : undefined,
    })
    if (flush.isLive && this.size > 0) this.held = { frame, flush }
    else if (frame.length < bigFrameBytes) this.count(flush, this.channel.publish(this.topic, frame))
    else this.count(flush, this.deliver(frame))
  }

  /** The transport copies a large frame for each subscriber anyway, and would keep each copy's space for as long as its socket lives. */
  private deliver(frame: Uint8Array): number {
    const deliveries = this.live.deliver(frame)
    this.counters.framesPublished++
    this.counters.frameDeliveries += deliveries
    return deliveries
  }

  publishLive(round: LiveRound): LiveTold {
    const { held } = this
    this.held = undefined
    const told = this.live.publish(round, held?.frame)
    if (held) {
      this.counters.framesPublished++
      this.counters.frameDeliveries += told.deliveries
      this.count(held.flush, told.deliveries)
    }
    return told
  }

  sweep(): void {
    if (this.live.owes) this.room.live.touch()
  }

  private count({ update, events }: Flush, deliveries: number): void {
    if (update) this.counters.documentDeliveries += deliveries
    if (events.length > 0) this.counters.eventDeliveries += deliveries
  }

  /** The SYNC frames that bring an empty document to the room's present; the same arrays for a storm of joiners. */
  joinFrames(): readonly [snapshot: Uint8Array, tail: Uint8Array] {
    const { joinSnapshot, document, seq } = this.room
    const snapshot = joinSnapshot.snapshot(document)
    if (this.snapshotFrame?.snapshot !== snapshot)
      this.snapshotFrame = {
        snapshot,
        frame: encodeSync({ last: false, encoding: 2, seq, updates: [snapshot] }),
      }
    if (this.tailFrame?.seq !== seq)
      this.tailFrame = {
        seq,
        frame: encodeSync({ last: true, encoding: 1, seq, updates: joinSnapshot.tail }),
      }
    return [this.snapshotFrame.frame, this.tailFrame.frame]
  }

  /** The first members and every gesture under way, in the ROSTER frame of a joiner. */
  freshRoster(): Uint8Array {
    const { roster, live } = this.room
    const page = roster.page(0)
    const gestures = live.gestures.lane()
    const total = roster.size
    const known = this.rosterFrame
    if (known && known.page === page && known.gestures === gestures && known.total === total)
      return known.frame
    const frame = encodeRoster({ fresh: true, total, next: page.next, members: page.members, gestures })
    this.rosterFrame = { page, gestures, total, frame }
    return frame
  }

  /** A further page, or the members named. */
  moreRoster(ask: Who['ask']): Uint8Array {
    const { roster } = this.room
    const page =
      'from' in ask
        ? roster.page(ask.from)
        : { members: roster.named(ask.members.slice(0, limits.rosterPage)), next: undefined }
    return encodeRoster({ fresh: false, total: roster.size, ...page, gestures: none })
  }
}

const none = new Uint8Array(0)
/** From here on uWebSockets writes what is published for each subscriber by itself, within the call. */
const bigFrameBytes = 16_384
