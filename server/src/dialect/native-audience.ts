import { encodeEntries } from '@coplane/client/protocol/lane-block'
import { eventEntryBytes, writeEventEntry } from '@coplane/client/protocol/event-entry'
import { liveEntryBytes, writeLiveEntry } from '@coplane/client/protocol/live-entry'
import { encodeRoster } from '@coplane/client/protocol/roster'
import { rosterEntryBytes, writeRosterEntry } from '@coplane/client/protocol/roster-entry'
import { encodeSync } from '@coplane/client/protocol/sync'
import { encodeTick } from '@coplane/client/protocol/tick'
import type { Flush, Moved } from '../room/flush.ts'
import type { Audience, Channel } from '../room/ports.ts'
import type { Room } from '../room/room.ts'

/** The members of a room who speak the native protocol: one TICK frame per flush, and shared frames for joiners. */
export class NativeAudience implements Audience {
  size = 0
  lagging = 0
  frames = 0
  readonly isPending = false
  readonly topic: string
  private snapshotFrame: { readonly snapshot: Uint8Array; readonly frame: Uint8Array } | undefined
  private tailFrame: { readonly seq: number; readonly frame: Uint8Array } | undefined
  private rosterFrame: { readonly lanes: object; readonly frame: Uint8Array } | undefined
  private readonly room: Room
  private readonly channel: Channel

  constructor(room: Room, channel: Channel) {
    this.room = room
    this.channel = channel
    this.topic = `n${room.id}`
  }

  publish(flush: Flush): void {
    this.frames++
    this.channel.publish(
      this.topic,
      encodeTick(Math.round(flush.tickMs), flush.seq, flush.durableSeq, {
        update: flush.update,
        events:
          flush.events.length > 0 ? encodeEntries(flush.events, eventEntryBytes, writeEventEntry) : undefined,
        live: flush.moved.size > 0 ? encodeMoved(flush.moved) : undefined,
        roster:
          flush.roster.length > 0
            ? encodeEntries(flush.roster, rosterEntryBytes, writeRosterEntry)
            : undefined,
      }),
    )
  }

  sweep(): void {
    // Native clients ping when it is quiet; nothing to keep alive.
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

  /** Everybody in the room, in one ROSTER frame. */
  rosterFrameNow(): Uint8Array {
    const lanes = this.room.roster.lanes()
    if (this.rosterFrame?.lanes !== lanes)
      this.rosterFrame = { lanes, frame: encodeRoster(lanes.members, lanes.live) }
    return this.rosterFrame.frame
  }
}

function encodeMoved(moved: ReadonlySet<Moved>): Uint8Array {
  const entries = Array.from(moved, ({ index, cursor }) => ({ member: index, point: cursor }))
  return encodeEntries(entries, liveEntryBytes, writeLiveEntry)
}
