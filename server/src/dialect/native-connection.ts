import { encodeError } from '@coplane/client/protocol/error'
import { encodeEventAck } from '@coplane/client/protocol/event-ack'
import type { Event } from '@coplane/client/protocol/event'
import { FrameType } from '@coplane/client/protocol/frame-type'
import type { Hello } from '@coplane/client/protocol/hello'
import { limits } from '@coplane/client/protocol/limits'
import { encodePong } from '@coplane/client/protocol/ping'
import { decodeUp, type UpFrame } from '@coplane/client/protocol/up'
import type { Connection } from '../room/connection.ts'
import { Document } from '../room/document.ts'
import type { Member } from '../room/member.ts'
import type { Socket } from '../room/ports.ts'
import type { Dialect, Room } from '../room/room.ts'
import type { Rooms } from '../room/rooms.ts'
import { NativeAudience } from './native-audience.ts'
import { NativePeer } from './native-peer.ts'

/** Where a socket is in its life. `failed` waits for the transport's close. */
type State =
  | { readonly is: 'opened'; sinceMs: number | undefined }
  | { readonly is: 'joining' }
  | { readonly is: 'joined'; readonly room: Room; readonly member: Member }
  | { readonly is: 'over' }

/** One native socket: decodes its frames and hands them to its room. */
export class NativeConnection implements Connection {
  private state: State = { is: 'opened', sinceMs: undefined }
  private readonly socket: Socket
  private readonly roomName: string
  private readonly dialect: Dialect
  private readonly rooms: Rooms
  private readonly helloTimeoutMs: number

  constructor(socket: Socket, roomName: string, dialect: Dialect, rooms: Rooms, helloTimeoutMs: number) {
    this.socket = socket
    this.roomName = roomName
    this.dialect = dialect
    this.rooms = rooms
    this.helloTimeoutMs = helloTimeoutMs
  }

  receive(message: Uint8Array): void {
    const frame = decodeUp(message)
    if (!frame) this.socket.close('bad-frame', 'not a frame of this protocol')
    else if (frame.type === FrameType.ping) this.socket.send(encodePong(frame.nonce))
    else if (this.state.is === 'joined') this.handle(frame, this.state.room, this.state.member)
    else if (this.state.is === 'opened' && frame.type === FrameType.hello) this.hello(frame)
    else if (this.state.is !== 'over')
      this.socket.close('bad-frame', 'expected hello first, and nothing before welcome')
  }

  drained(): void {
    if (this.state.is === 'joined') this.state.room.drained(this.state.member)
  }

  closed(): void {
    const { state } = this
    this.state = { is: 'over' }
    if (state.is !== 'joined') return
    state.room.leave(state.member)
    if (state.room.roster.size === 0) this.rooms.release(state.room)
  }

  sweep(now: number): void {
    if (this.state.is !== 'opened') return
    this.state.sinceMs ??= now
    if (now - this.state.sinceMs > this.helloTimeoutMs) this.socket.close('hello-timeout')
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
    this.rooms.enter(this.roomName, this.socket, (room) => this.join(room, hello, session))
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
    })
    if (!member) {
      this.socket.close('room-full')
      return
    }
    this.state = { is: 'joined', room, member }
    peer.welcome(member, hello.stateVector, room.resume(hello.epoch, hello.eventSeq))
  }

  private handle(frame: Exclude<UpFrame, { type: typeof FrameType.ping }>, room: Room, member: Member): void {
    switch (frame.type) {
      case FrameType.hello:
        this.socket.close('bad-frame', 'hello came twice')
        return
      case FrameType.update:
        if (Document.isUpdate(frame.update)) room.receiveUpdate(member, frame.batch, frame.update.slice())
        else this.socket.close('bad-update')
        return
      case FrameType.cursor:
        room.receiveCursor(member, frame.point)
        return
      case FrameType.profile:
        room.receiveProfile(member, frame.profile.slice(), member.clientId)
        return
      case FrameType.event:
        this.event(frame, room, member)
        return
      default:
        frame satisfies never
    }
  }

  private event(frame: Event, room: Room, member: Member): void {
    if (frame.body.length > limits.maxEventBytes) {
      const message = `an event may have ${limits.maxEventBytes} bytes, this one has ${frame.body.length}`
      this.socket.send(encodeError({ reason: 'too-large', refused: frame.type, ref: frame.ref, message }))
      return
    }
    const seq = room.receiveEvent(member, hex(frame.key), frame.body.slice())
    this.socket.send(encodeEventAck(frame.ref, seq))
  }
}

function hex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}
