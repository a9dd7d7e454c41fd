import { fromFixed } from '@coplane/client/protocol/cursor'
import { unpack } from 'msgpackr'
import type { Counters } from '../room/counters.ts'
import type { Flush } from '../room/flush.ts'
import type { LiveTold } from '../room/live-round.ts'
import type { Member } from '../room/member.ts'
import type { Audience } from '../room/audience.ts'
import type { Channel } from '../room/ports.ts'
import type { Room } from '../room/room.ts'
import { AwarenessTable } from './awareness-table.ts'
import { encodeAwareness, encodeSyncUpdate } from './y-message.ts'

/** The members of a room who speak y-websocket: an update message and an awareness message per flush, each encoded once. */
export class YAudience implements Audience {
  size = 0
  lagging = 0
  frames = 0
  readonly topic: string
  readonly awareness: AwarenessTable
  private readonly bridge = {}
  private seenFrames = 0
  private quietSinceMs = 0
  private renewedMs = 0
  private readonly room: Room
  private readonly channel: Channel

  constructor(room: Room, channel: Channel, counters: Counters) {
    this.awareness = new AwarenessTable(counters)
    this.room = room
    this.channel = channel
    this.topic = `y${room.id}`
  }

  get isPending(): boolean {
    return this.awareness.isDirty
  }

  publish(flush: Flush): void {
    if (flush.update) this.send(encodeSyncUpdate(flush.update))
    for (const entry of flush.roster)
      if (entry.op === 'present') this.bridgeMember(this.room.roster.get(entry.member))
    for (const { index } of flush.moved) this.bridgeMember(this.room.roster.get(index))
    for (const clientId of flush.leftClients) this.awareness.removeOf(this.bridge, clientId)
    const entries = this.awareness.takeDirty()
    if (entries.length > 0) this.send(encodeAwareness(entries))
  }

  /** Stock clients get what moved as awareness, by `publish`. */
  publishLive(): LiveTold {
    return nothingOwed
  }

  /** Shows stock clients the members of other dialects; called when the first stock client joins, since nothing is published before. */
  bridgeAll(): void {
    this.awareness.removeOf(this.bridge)
    for (const member of this.room.roster.all()) this.bridgeMember(member)
  }

  sweep(now: number): void {
    this.awareness.sweep()
    if (now - this.renewedMs >= renewEveryMs) {
      this.renewedMs = now
      this.awareness.renew(this.bridge)
      if (this.awareness.isDirty) this.room.touch()
    }
    if (this.frames !== this.seenFrames) {
      this.seenFrames = this.frames
      this.quietSinceMs = now
    } else if (now - this.quietSinceMs >= keepAliveEveryMs) this.send(encodeAwareness([]))
  }

  private send(frame: Uint8Array): void {
    this.frames++
    this.channel.publish(this.topic, frame)
  }

  private bridgeMember(member: Member | undefined): void {
    if (!member || member.audience === this) return
    this.awareness.set(this.bridge, member.clientId, stateOf(member))
  }
}

const nothingOwed: LiveTold = { sends: 0, owes: false }
/** y-websocket clients reconnect after 30 s without a message (y-websocket 3.0 `messageReconnectTimeout`). */
const keepAliveEveryMs = 15_000
/** y-protocols drops a state that is 30 s old (`outdatedTimeout`) and renews its own at half of that. */
const renewEveryMs = 15_000

/** A member of another dialect as the JSON of an awareness state. */
function stateOf({ profile, cursor }: Member): string {
  const point = cursor && { x: fromFixed(cursor.x), y: fromFixed(cursor.y) }
  try {
    return JSON.stringify({ user: profile.length > 0 ? (unpack(profile) as unknown) : {}, cursor: point })
  } catch {
    // A profile is the client's own bytes; what is no msgpack, or has numbers that JSON has no words for, is shown as nothing.
    return JSON.stringify({ user: {}, cursor: point })
  }
}
