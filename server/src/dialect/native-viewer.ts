import type { View } from '@coplane/client/protocol/view'
import type { Gesture } from '../room/gesture.ts'
import type { Member } from '../room/member.ts'
import { roomLimits } from '../room/room-limits.ts'

/** Whom the frames go to. */
export interface LivePeer {
  /** @param tick what the whole audience is told before them. */
  live(tick: Uint8Array | undefined, frame: Uint8Array | undefined, overview: Uint8Array | undefined): void
  bufferedBytes(): number
}

/** One native member as the live lane knows it: what it was told, and where it looks. */
export class NativeViewer {
  /** The members that it is shown. */
  shown: readonly Member[] = []
  /** Gestures that it saw, and the round in which it was told all of them. */
  readonly gestures = new Map<Gesture, number>()
  /** The newest round of which it knows everything that it sees. */
  round = 0
  /** When it was last chosen whom to show, and for which view. */
  chosenRound = 0
  chosenMs = -Infinity
  chosenView: View | undefined
  sentMs = -Infinity
  /** Bytes of gesture values that it may be told now; below zero it waits. */
  allowanceBytes: number = roomLimits.gestureBurstBytes
  allowedMs: number | undefined
  /** Something that it sees had to wait for a later round. */
  isWaiting = false
  overviewMs = -Infinity
  overviewFrame: Uint8Array | undefined
  /** The coarsest steps, as a power of two, in which it was told where the cursors are that it is shown. */
  private shift = 0
  /** The next frame replaces everything: it is the first one, or the member lagged. */
  isFresh = true
  readonly member: Member
  readonly peer: LivePeer

  constructor(member: Member, peer: LivePeer) {
    this.member = member
    this.peer = peer
  }

  /** Time passed: it may be told more, of what the room may tell all its members. */
  allow(nowMs: number, members: number): void {
    const share = roomLimits.gestureBytesPerSecond / Math.max(members, 1)
    const earned = ((nowMs - (this.allowedMs ?? nowMs)) / 1000) * share
    this.allowanceBytes = Math.min(this.allowanceBytes + earned, roomLimits.gestureBurstBytes)
    this.allowedMs = nowMs
  }

  /** It looks so much closer than before that cursors at rest have to be told once more. */
  comesCloser(shift: number): boolean {
    const isCloser = this.shift - shift >= closerShift
    this.shift = isCloser ? shift : Math.max(this.shift, shift)
    return isCloser
  }

  /** It may have missed anything. */
  restart(): void {
    this.isFresh = true
    this.shown = []
    this.gestures.clear()
    this.chosenMs = -Infinity
  }
}

/** Eight times closer, one step of before is still less than a pixel of a view that is 2,000 wide. */
const closerShift = 3
