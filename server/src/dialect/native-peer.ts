import { encodeAck } from '@coplane/client/protocol/ack'
import { eventEntryBytes, writeEventEntry, type EventEntry } from '@coplane/client/protocol/event-entry'
import { encodeHistory } from '@coplane/client/protocol/history'
import { encodeEntries } from '@coplane/client/protocol/lane-block'
import { encodeSync } from '@coplane/client/protocol/sync'
import { encodeWelcome } from '@coplane/client/protocol/welcome'
import type { Member } from '../room/member.ts'
import type { Peer, Socket, Stale } from '../room/ports.ts'
import type { Room } from '../room/room.ts'
import type { NativeAudience } from './native-audience.ts'
import { SocketPeer } from './socket-peer.ts'

/** One native member as its room talks to it alone. */
export class NativePeer extends SocketPeer implements Peer {
  private readonly room: Room
  private readonly audience: NativeAudience

  constructor(socket: Socket, room: Room, audience: NativeAudience) {
    super(socket, audience.topic)
    this.room = room
    this.audience = audience
  }

  /** Sends everything that a joiner needs, then subscribes it: what the next tick brings follows seamlessly. */
  welcome(member: Member, stateVector: Uint8Array, missed: readonly EventEntry[] | undefined): void {
    const { room, socket } = this
    socket.cork(() => {
      socket.send(
        encodeWelcome({
          eventsRecovered: missed !== undefined,
          tickMs: Math.round(room.tickMs),
          epoch: room.epoch,
          seq: room.seq,
          durableSeq: room.durableSeq,
          eventSeq: room.events.seq,
          member: member.index,
          stateVector: room.document.stateVector(),
        }),
      )
      this.sendDocument(stateVector)
      socket.send(this.audience.rosterFrameNow())
      this.sendEvents(missed)
      this.subscribe()
    })
  }

  acked(batch: number, seq: number, durableSeq: number): void {
    // Corked, so that the tick published just before and this ack leave in one write.
    this.socket.cork(() => this.socket.send(encodeAck(batch, seq, durableSeq)))
  }

  resync(stale: Stale): void {
    const missed = this.room.events.since(stale.eventSeq)
    if (!missed) {
      // Only a welcome can say honestly that events are gone, so the member has to come anew.
      this.close('slow-consumer', 'more events were missed than the room remembers')
      return
    }
    this.socket.cork(() => {
      this.sendDocument(stale.stateVector)
      this.socket.send(this.audience.rosterFrameNow())
      this.sendEvents(missed)
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

  private sendEvents(missed: readonly EventEntry[] | undefined): void {
    if (!missed || missed.length === 0) return
    this.socket.send(encodeHistory(encodeEntries(missed, eventEntryBytes, writeEventEntry)))
  }
}

/** Yjs encodes the state vector of an empty document as one zero byte. */
function isEmpty(stateVector: Uint8Array): boolean {
  return stateVector.length === 1 && stateVector[0] === 0
}
