import type { Peer, Refusal, Socket, Stale } from '../room/ports.ts'
import type { Room } from '../room/room.ts'
import type { YAudience } from './y-audience.ts'
import {
  encodeAwareness,
  encodePermissionDenied,
  encodeSyncStep1,
  encodeSyncStep2,
  encodeSyncUpdate,
} from './y-message.ts'
import { SocketPeer } from './socket-peer.ts'

/** One stock member as its room talks to it alone. */
export class YPeer extends SocketPeer implements Peer {
  private readonly room: Room
  private readonly audience: YAudience
  private isDenied = false

  constructor(socket: Socket, room: Room, audience: YAudience) {
    super(socket, audience.topic)
    this.room = room
    this.audience = audience
  }

  /** Asks for what the client has and we lack, and shows it who is here; it asks for the document itself. */
  welcome(): void {
    this.socket.send(encodeSyncStep1(this.room.document.stateVector()))
    this.sendAwareness()
    this.subscribe()
  }

  /** @returns the bytes that it took. */
  sendDiff(stateVector: Uint8Array): number {
    const frame = encodeSyncStep2(this.room.document.diff(stateVector))
    this.socket.send(frame)
    return frame.length
  }

  /** @returns the bytes that it took. */
  sendAwareness(): number {
    const entries = this.audience.awareness.all()
    if (entries.length === 0) return 0
    const frame = encodeAwareness(entries)
    this.socket.send(frame)
    return frame.length
  }

  acked(): void {
    // The protocol has no acks; version 4 clients take the tick that reaches them for one.
  }

  accessChanged(): void {
    this.isDenied = false
  }

  /**
   * The protocol knows one refusal, which names nothing and which clients only log: once is enough. What was put right, the
   * tick shows; a document with an update that nobody else has would go its own way for ever, so its user has to see that
   * something is wrong.
   */
  refused({ reason, subject, message }: Refusal): void {
    if (reason === 'forbidden') this.deny(message)
    if (subject === '' && reason === 'full') this.close('too-large', message)
    else if (subject === '' && reason === 'schema') this.close('bad-update', message)
  }

  private deny(message: string): void {
    if (this.isDenied) return
    this.isDenied = true
    this.socket.send(encodePermissionDenied(message))
  }

  resync(stale: Stale): void {
    this.socket.cork(() => {
      this.socket.send(encodeSyncUpdate(this.room.document.diff(stale.stateVector)))
      this.sendAwareness()
    })
  }
}
