import { encodeCursor, toFixed } from '../../client-sdk/src/protocol/cursor.ts'
import { encodeGestureBegin } from '../../client-sdk/src/protocol/gesture-begin.ts'
import { encodeGestureEnd } from '../../client-sdk/src/protocol/gesture-end.ts'
import { encodeGestureMove } from '../../client-sdk/src/protocol/gesture-move.ts'
import { gestureParts } from '../../client-sdk/src/protocol/gesture-values.ts'
import { encodeUpdate } from '../../client-sdk/src/protocol/update.ts'
import { encodeView } from '../../client-sdk/src/protocol/view.ts'
import { card, type SeededNode } from '../scenario/canvas-seed.ts'
import { Mover, type Move } from '../scenario/mover.ts'
import { view, type Hands, type Point } from '../scenario/person.ts'
import { SentCursors } from '../scenario/sent-cursors.ts'
import type { Member } from './member.ts'

/** What a member does on the canvas, as frames. */
export class Participant implements Hands {
  readonly member: Member
  readonly cursors = new SentCursors()
  /** When its batches were sent that are not acked yet, by number. */
  private readonly unacked = new Map<number, number>()
  private readonly mover: Mover
  private gesture = 0

  constructor(member: Member) {
    this.member = member
    this.mover = new Mover(member.clientId)
  }

  look({ x, y }: Point): void {
    const rect = {
      left: toFixed(x - view.w / 2),
      top: toFixed(y - view.h / 2),
      right: toFixed(x + view.w / 2),
      bottom: toFixed(y + view.h / 2),
    }
    this.member.send(encodeView({ hidden: false, overview: false, rect, follow: undefined }))
  }

  cursor(x: number, y: number): void {
    const point = { x: toFixed(x), y: toFixed(y) }
    this.cursors.sent(point.x, point.y, Date.now())
    this.member.owner.tally.cursorsSent++
    this.member.send(encodeCursor(point))
  }

  take(nodes: readonly SeededNode[]): void {
    this.gesture = (this.gesture % 0xffff) + 1
    const ids = nodes.map(({ id }) => id)
    this.member.send(encodeGestureBegin(this.gesture, ids))
  }

  drag(moves: readonly Move[]): void {
    const xs = moves.map(({ x }) => x)
    const ys = moves.map(({ y }) => y)
    const bounds = {
      left: toFixed(Math.min(...xs)),
      top: toFixed(Math.min(...ys)),
      right: toFixed(Math.max(...xs) + card.w),
      bottom: toFixed(Math.max(...ys) + card.h),
    }
    const values = moves.map(({ x, y }, node) => ({
      node,
      place: { x: toFixed(x), y: toFixed(y) },
      size: undefined,
      rotation: undefined,
    }))
    this.member.send(encodeGestureMove({ gesture: this.gesture, parts: gestureParts.place, bounds, values }))
  }

  release(moves: readonly Move[]): void {
    this.member.send(encodeGestureEnd(this.gesture, this.member.batch + 1))
    this.commit(moves)
  }

  /** One batch that puts nodes somewhere. */
  commit(moves: readonly Move[]): void {
    this.batch(this.mover.update(moves))
  }

  /** One batch of whatever Yjs bytes. */
  batch(update: Uint8Array): void {
    const { member } = this
    member.batch++
    this.unacked.set(member.batch, Date.now())
    member.owner.tally.updatesSent++
    member.send(encodeUpdate(member.batch, update))
  }

  /** @param each when a batch was sent that the ACK stands for. */
  acked(batch: number, each: (sentMs: number) => void): void {
    for (const [sent, sentMs] of this.unacked) {
      if (sent > batch) return
      this.unacked.delete(sent)
      each(sentMs)
    }
  }

  /** Acks of a socket that is gone do not come, and those of the next one would time its absence. */
  forgetUnacked(): void {
    this.unacked.clear()
  }

  /** Batches that were never acked. */
  get lost(): number {
    return this.unacked.size
  }
}
