import { FrameType } from '@coplane/client/protocol/frame-type'
import type { Counters } from './counters.ts'
import type { RefusedGesture } from './gestures.ts'
import type { RefusedEdit } from './integrity/refused-edit.ts'
import type { Member } from './member.ts'
import type { Refusal } from './ports.ts'

/** Tells members what was not taken of what they sent; nothing else of it is lost. */
export class Refusals {
  private readonly counters: Counters

  constructor(counters: Counters) {
    this.counters = counters
  }

  send(member: Member, refusal: Refusal): void {
    this.counters.refusals++
    member.peer.refused(refusal)
  }

  ofGestures(refused: readonly RefusedGesture[]): void {
    for (const { member, ...refusal } of refused) {
      this.counters.gesturesRefused++
      this.send(member, { ...refusal, refused: FrameType.gestureBegin })
    }
  }

  /** An edit of somebody who is not here was brought by another member, who is told if it is clear who. */
  ofEdits(refused: readonly RefusedEdit[], authors: readonly Member[]): void {
    for (const { clientId, reason, kind, id, message } of refused) {
      const author = authors.find((member) => member.clientId === clientId) ?? onlyOne(authors)
      if (!author) continue
      const subject = `${kind}s/${id}`
      this.send(author, { reason, refused: FrameType.update, ref: author.batch, subject, message })
    }
  }
}

function onlyOne(members: readonly Member[]): Member | undefined {
  return new Set(members).size === 1 ? members[0] : undefined
}
