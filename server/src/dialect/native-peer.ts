import { encodeAccess } from '@coplane/client/protocol/access'
import { AckWriter, encodeAck } from '@coplane/client/protocol/ack'
import { eventEntryBytes, writeEventEntry, type EventEntry } from '@coplane/client/protocol/event-entry'
import { encodeHistory } from '@coplane/client/protocol/history'
import { encodeError } from '@coplane/client/protocol/error'
import { encodeEntries } from '@coplane/client/protocol/lane-block'
import { encodeSync } from '@coplane/client/protocol/sync'
import { encodeWelcome } from '@coplane/client/protocol/welcome'
import type { Member } from '../room/member.ts'
import type { Peer, Refusal, Socket, Stale } from '../room/ports.ts'
import type { Room } from '../room/room.ts'
import type { NativeAudience } from './native-audience.ts'
import { NativeViewer } from './native-viewer.ts'
import { SocketPeer } from './socket-peer.ts'

/** One native member as its room talks to it alone. */
export class NativePeer extends SocketPeer implements Peer {
  private readonly room: Room
  private readonly audience: NativeAudience
  private viewer: NativeViewer | undefined
  private member: Member | undefined

  constructor(socket: Socket, room: Room, audience: NativeAudience) {
    super(socket, audience.topic)
    this.room = room
    this.audience = audience
  }

  /** Sends everything that a joiner needs, then subscribes it: what the next tick brings follows seamlessly. */
  welcome(member: Member, stateVector: Uint8Array, missed: readonly EventEntry[] | undefined): void {
    const { room, socket } = this
    this.member = member
    this.viewer = new NativeViewer(member, this)
    this.audience.live.add(this.viewer)
    socket.cork(() => {
      socket.send(
        encodeWelcome({
          eventsRecovered: missed !== undefined,
          role: member.role,
          tickMs: Math.round(room.tickMs),
          liveMs: Math.round(room.live.liveMs),
          epoch: room.epoch,
          seq: room.seq,
          durableSeq: room.durableSeq,
          eventSeq: room.events.seq,
          member: member.index,
          accessS: room.accessS(member),
          stateVector: room.document.stateVector(),
        }),
      )
      this.sendDocument(stateVector)
      socket.send(this.audience.freshRoster())
      if (missed && missed.length > 0) this.sendEvents(0, missed)
      this.subscribe()
    })
  }

  accessChanged(): void {
    if (!this.member) return
    this.socket.send(encodeAccess(this.member.role, this.room.accessS(this.member)))
  }

  refused(refusal: Refusal): void {
    this.socket.send(encodeError(refusal))
  }

  /** A tick, what moved where it looks, and where everybody is; corked, so that all leave in one write. */
  live(tick: Uint8Array | undefined, frame: Uint8Array | undefined, overview: Uint8Array | undefined): void {
    this.socket.cork(() => {
      if (tick) this.socket.deliver(tick)
      if (frame) this.socket.send(frame)
      if (overview) this.socket.send(overview)
    })
  }

  acked(batch: number, seq: number, durableSeq: number): void {
    this.socket.sendAlong(acks.write(batch, seq, durableSeq))
  }

  resync(stale: Stale): void {
    const missed = this.room.events.since(stale.eventSeq)
    if (!missed) {
      // Only a welcome can say honestly that events are gone, so the member has to come anew.
      this.close('slow-consumer', 'more events were missed than the room remembers')
      return
    }
    this.viewer?.restart()
    this.room.live.touch()
    this.socket.cork(() => {
      this.sendDocument(stale.stateVector)
      this.socket.send(this.audience.freshRoster())
      if (missed.length > 0) this.sendEvents(0, missed)
      this.socket.send(encodeAck(stale.ackedBatch, stale.ackedSeq, this.room.durableSeq))
    })
  }

  private sendDocument(stateVector: Uint8Array): void {
    if (isEmpty(stateVector)) {
      for (const frame of this.audience.joinFrames()) this.socket.send(frame)
      return
    }
    const diff = this.room.document.diff(stateVector)
    this.socket.send(encodeSync({ last: true, encoding: 1, seq: this.room.seq, updates: [diff] }))
  }

  /** @param ref REPLAY's, or 0. @param events all after the position, or undefined when they cannot all be told. @returns the bytes that it took. */
  sendEvents(ref: number, events: readonly EventEntry[] | undefined): number {
    const bytes = encodeEntries(events ?? [], eventEntryBytes, writeEventEntry)
    const { seq: eventSeq } = this.room.events
    this.socket.send(encodeHistory({ ref, recovered: events !== undefined, eventSeq, events: bytes }))
    return bytes.length
  }
}

const acks = new AckWriter()

/** Yjs encodes the state vector of an empty document as one zero byte. */
export function isEmpty(stateVector: Uint8Array): boolean {
  return stateVector.length === 1 && stateVector[0] === 0
}
