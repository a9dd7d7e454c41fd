import type { Cursor } from '@coplane/client/protocol/cursor'
import { FrameType } from '@coplane/client/protocol/frame-type'
import type { GestureMove } from '@coplane/client/protocol/gesture-move'
import type { Profile } from '@coplane/client/protocol/profile'
import type { Selection } from '@coplane/client/protocol/selection'
import type { View } from '@coplane/client/protocol/view'
import type { Allowance } from '../room/access.ts'
import type { Member } from '../room/member.ts'
import type { Room } from '../room/room.ts'

/** What a member shows of itself. */
export type PresenceFrame = Cursor | Selection | View | Profile | GestureMove

/** The presence of one native member within its allowance: of what comes beyond it, the newest value of each kind waits. */
export class NativePresence {
  /** By type; made when it is needed. */
  private held: Map<PresenceFrame['type'], PresenceFrame> | undefined
  private readonly room: Room
  private readonly member: Member
  private readonly allowance: Allowance

  constructor(room: Room, member: Member, allowance: Allowance) {
    this.room = room
    this.member = member
    this.allowance = allowance
  }

  receive(frame: PresenceFrame): void {
    if (this.allowance.presence()) this.apply(frame)
    else this.skip(frame)
  }

  /** Called about once a second, after the allowance was refilled: what waits comes before anything newer. */
  sweep(): void {
    const { held } = this
    this.held = undefined
    if (held) for (const frame of held.values()) this.receive(frame)
  }

  private apply(frame: PresenceFrame): void {
    const { room, member } = this
    switch (frame.type) {
      case FrameType.cursor:
        room.live.receiveCursor(member, frame.point)
        return
      case FrameType.selection:
        room.live.receiveSelection(member, frame.ids.slice())
        return
      case FrameType.view:
        room.live.receiveView(member, frame)
        return
      case FrameType.gestureMove:
        room.live.moveGesture(member, frame)
        return
      case FrameType.profile:
        room.receiveProfile(member, frame.profile.slice(), member.clientId)
        return
      default:
        frame satisfies never
    }
  }

  private skip(frame: PresenceFrame): void {
    // Of a gesture nothing waits: each move may be of other nodes, and its batch tells where they ended up.
    if (frame.type !== FrameType.gestureMove) {
      this.held ??= new Map()
      this.held.set(frame.type, ownCopy(frame))
    }
    if (!this.allowance.mayTell()) return
    this.room.refusals.send(this.member, {
      reason: 'rate',
      refused: frame.type,
      ref: frame.type === FrameType.gestureMove ? frame.gesture : 0,
      subject: '',
      message: 'presence comes faster than it is told; of what is skipped the newest follows',
    })
  }
}

/** The bytes of a message end with the call that brings it. */
function ownCopy<Frame extends PresenceFrame>(frame: Frame): Frame {
  if (frame.type === FrameType.selection) return { ...frame, ids: frame.ids.slice() }
  if (frame.type === FrameType.profile) return { ...frame, profile: frame.profile.slice() }
  return frame
}
