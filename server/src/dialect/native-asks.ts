import { FrameType } from '@coplane/client/protocol/frame-type'
import { encodePong, type Ping } from '@coplane/client/protocol/ping'
import type { Replay } from '@coplane/client/protocol/replay'
import type { Who } from '@coplane/client/protocol/who'
import type { Allowance } from '../room/access.ts'
import type { Socket } from '../room/ports.ts'
import type { Room } from '../room/room.ts'
import type { NativeAudience } from './native-audience.ts'
import type { NativePeer } from './native-peer.ts'

/** What one native member asks, within its allowance: what comes too soon waits for its turn, up to a bound. */
export class NativeAsks {
  private readonly waiting: (Who | Replay)[] = []
  private readonly socket: Socket
  private readonly allowance: Allowance
  private readonly room: Room
  private readonly peer: NativePeer
  private readonly audience: NativeAudience

  constructor(socket: Socket, allowance: Allowance, room: Room, peer: NativePeer, audience: NativeAudience) {
    this.socket = socket
    this.allowance = allowance
    this.room = room
    this.peer = peer
    this.audience = audience
  }

  receive(ask: Who | Replay): void {
    if (this.waiting.length === 0 && this.mayAnswer()) this.answer(ask)
    else if (this.waiting.push(ask) > mostWaiting)
      this.socket.close('rate-limited', 'more questions than it may ask')
  }

  /** Called about once a second, after the allowance was refilled. */
  sweep(): void {
    while (this.waiting.length > 0 && this.mayAnswer()) this.answer(this.waiting.shift()!)
  }

  private mayAnswer(): boolean {
    return this.allowance.ask(this.socket.bufferedBytes())
  }

  private answer(ask: Who | Replay): void {
    const { allowance, room } = this
    if (ask.type === FrameType.replay) {
      allowance.answered(this.peer.sendEvents(ask.ref, room.eventLane.replay(ask.epoch, ask.seq)))
      return
    }
    const frame = this.audience.moreRoster(ask.ask)
    allowance.answered(frame.length)
    this.socket.send(frame)
  }
}

/** A PING that comes too soon is left without an answer. */
export function answerPing(socket: Socket, allowance: Allowance, { nonce }: Ping): void {
  if (allowance.ask(0)) socket.send(encodePong(nonce))
}

/** A page asks for one thing at a time. */
const mostWaiting = 64
