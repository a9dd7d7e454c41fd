import { encodeEventAck } from '@coplane/client/protocol/event-ack'
import type { Event } from '@coplane/client/protocol/event'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { encodeIds, type GestureBegin } from '@coplane/client/protocol/gesture-begin'
import type { Hello } from '@coplane/client/protocol/hello'
import { limits } from '@coplane/client/protocol/limits'
import { mayEdit, mayPublish, type Role } from '@coplane/client/protocol/role'
import { decodeUp, type UpFrame } from '@coplane/client/protocol/up'
import type { Update } from '@coplane/client/protocol/update'
import type { Access, Admitted } from '../room/access.ts'
import type { Connection } from '../room/connection.ts'
import { Document } from '../room/document.ts'
import type { Member } from '../room/member.ts'
import type { Socket } from '../room/ports.ts'
import type { Dialect, Room } from '../room/room.ts'
import type { Rooms } from '../room/rooms.ts'
import { answerPing, NativeAsks } from './native-asks.ts'
import { UpdateScan } from '../room/update/update-scan.ts'
import { NativeAudience } from './native-audience.ts'
import { isEmpty, NativePeer } from './native-peer.ts'
import { NativePresence } from './native-presence.ts'

/** Where a socket is in its life. `failed` waits for the transport's close. */
type State =
  | { readonly is: 'opened'; sinceMs: number | undefined }
  | { readonly is: 'joining' }
  | {
      readonly is: 'joined'
      readonly room: Room
      readonly member: Member
      readonly peer: NativePeer
      readonly presence: NativePresence
      readonly asks: NativeAsks
      readonly audience: NativeAudience
    }
  | { readonly is: 'over' }

/** One native socket: decodes its frames and hands them to its room. */
export class NativeConnection implements Connection {
  private state: State = { is: 'opened', sinceMs: undefined }
  private readonly socket: Socket
  private readonly roomName: string
  private readonly admitted: Admitted
  private readonly dialect: Dialect
  private readonly rooms: Rooms
  private readonly helloTimeoutMs: number

  constructor(
    socket: Socket,
    roomName: string,
    admitted: Admitted,
    dialect: Dialect,
    rooms: Rooms,
    helloTimeoutMs: number,
  ) {
    this.socket = socket
    this.roomName = roomName
    this.admitted = admitted
    this.dialect = dialect
    this.rooms = rooms
    this.helloTimeoutMs = helloTimeoutMs
  }

  receive(message: Uint8Array): void {
    const frame = decodeUp(message)
    if (!frame) this.socket.close('bad-frame', 'not a frame of this protocol')
    else if (frame.type === FrameType.ping) answerPing(this.socket, this.admitted.allowance, frame)
    else if (this.state.is === 'joined') this.handle(frame, this.state)
    else if (this.state.is === 'opened' && frame.type === FrameType.hello) this.hello(frame)
    else if (this.state.is !== 'over')
      this.socket.close('bad-frame', 'expected hello first, and nothing before welcome')
  }

  drained(): void {
    this.rooms.joins.drained(this.socket)
    if (this.state.is === 'joined') this.state.room.drained(this.state.member)
  }

  closed(): void {
    const { state } = this
    this.state = { is: 'over' }
    this.rooms.joins.left(this.socket)
    if (state.is !== 'joined') return
    state.audience.live.remove(state.member)
    state.room.leave(state.member)
    if (state.room.roster.size === 0) this.rooms.release(state.room)
  }

  sweep(now: number): void {
    if (this.state.is === 'joined') {
      this.state.presence.sweep()
      this.state.asks.sweep()
    }
    if (this.state.is !== 'opened') return
    this.state.sinceMs ??= now
    if (now - this.state.sinceMs > this.helloTimeoutMs) this.socket.close('hello-timeout')
  }

  accessChanged({ role, untilMs }: Access): void {
    if (this.state.is === 'joined') this.state.room.grant(this.state.member, role, untilMs)
  }

  private hello(frame: Hello): void {
    if (!Document.isStateVector(frame.stateVector)) {
      this.socket.close('bad-frame', 'the state vector does not decode')
      return
    }
    this.state = { is: 'joining' }
    // The message's bytes end with this call, and the room may have to be loaded first.
    const hello = { ...frame, stateVector: frame.stateVector.slice(), profile: frame.profile.slice() }
    const session = hex(frame.session)
    this.rooms.enter(this.roomName, this.socket, (room) => this.ask(room, hello, session))
  }

  private ask(room: Room, hello: Hello, session: string): void {
    if (this.state.is !== 'joining') return
    const { document } = room
    const bytes = (): number =>
      isEmpty(hello.stateVector) ? document.encodedBytes : document.diff(hello.stateVector).length
    this.rooms.joins.ask(this.socket, room, bytes, () => this.join(room, hello, session))
  }

  private join(room: Room, hello: Hello, session: string): void {
    if (this.state.is !== 'joining') return
    const audience = room.audience(this.dialect)
    if (!(audience instanceof NativeAudience)) throw new Error('a native connection needs the native dialect')
    const peer = new NativePeer(this.socket, room, audience)
    const member = room.join(this.dialect, peer, {
      session,
      clientId: hello.clientId,
      profile: hello.profile,
      asked: hello.role,
      access: this.admitted.access,
    })
    if (typeof member === 'string') {
      this.socket.close(member)
      return
    }
    const { allowance } = this.admitted
    const presence = new NativePresence(room, member, allowance)
    const asks = new NativeAsks(this.socket, allowance, room, peer, audience)
    this.state = { is: 'joined', room, member, peer, presence, asks, audience }
    peer.welcome(member, hello.stateVector, room.eventLane.resume(hello.epoch, hello.eventSeq))
    this.rooms.joins.sent(this.socket)
  }

  private handle(frame: Exclude<UpFrame, { type: typeof FrameType.ping }>, joined: Joined): void {
    switch (frame.type) {
      case FrameType.hello:
        this.socket.close('bad-frame', 'hello came twice')
        return
      case FrameType.update:
        this.update(frame, joined)
        return
      case FrameType.cursor:
      case FrameType.selection:
      case FrameType.view:
      case FrameType.profile:
      case FrameType.gestureMove:
        joined.presence.receive(frame)
        return
      case FrameType.gestureBegin:
        this.beginGesture(frame, joined)
        return
      case FrameType.gestureEnd:
        joined.room.live.endGesture(joined.member, frame.gesture, frame.batch)
        return
      case FrameType.event:
        this.event(frame, joined)
        return
      case FrameType.replay:
      case FrameType.who:
        joined.asks.receive(frame)
        return
      case FrameType.auth:
        this.admitted.renew(utf8.decode(frame.token))
        return
      default:
        frame satisfies never
    }
  }

  private update({ batch, update }: Update, joined: Joined): void {
    if (
      this.refuses(
        joined,
        mayEdit,
        FrameType.update,
        batch,
        'an update',
        update.length,
        limits.maxUpdateBytes,
      )
    )
      return
    const verdict = UpdateScan.judge(update)
    if (verdict === 'malformed') this.socket.close('bad-update')
    else joined.room.receiveUpdate(joined.member, batch, update.slice(), verdict)
  }

  private beginGesture({ gesture, nodes }: GestureBegin, joined: Joined): void {
    const { length: byteLength } = encodeIds(nodes)
    if (
      this.refuses(
        joined,
        mayEdit,
        FrameType.gestureBegin,
        gesture,
        'a gesture',
        byteLength,
        limits.maxGestureBytes,
      )
    )
      return
    joined.room.live.beginGesture(joined.member, gesture, nodes)
  }

  private event({ ref, key, body }: Event, joined: Joined): void {
    if (this.refuses(joined, mayPublish, FrameType.event, ref, 'an event', body.length, limits.maxEventBytes))
      return
    if (!this.admitted.allowance.event()) {
      const message = 'events come faster than they may; later they may'
      const refusal = { reason: 'rate', refused: FrameType.event, ref, subject: '', message } as const
      joined.room.refusals.send(joined.member, refusal)
      return
    }
    const seq = joined.room.receiveEvent(joined.member, String.fromCharCode(...key), body.slice())
    this.socket.send(encodeEventAck(ref, seq))
  }

  /** Answers what the member's role may not send, and what is too large. @returns whether it did. */
  private refuses(
    { room, member }: Joined,
    may: (role: Role) => boolean,
    refused: number,
    ref: number,
    what: string,
    byteLength: number,
    maxBytes: number,
  ): boolean {
    if (!may(member.role)) {
      const message = `a ${member.role} may not send ${what}`
      room.refusals.send(member, { reason: 'forbidden', refused, ref, subject: '', message })
      return true
    }
    if (byteLength <= maxBytes) return false
    const message = `${what} may have ${maxBytes} bytes, this one has ${byteLength}`
    room.refusals.send(member, { reason: 'too-large', refused, ref, subject: '', message })
    return true
  }
}

type Joined = Extract<State, { is: 'joined' }>

const utf8 = new TextDecoder()

function hex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}
