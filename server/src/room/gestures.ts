import type { ErrorReason } from '@coplane/client/protocol/error'
import { gestureEntryBytes, writeGestureEntry } from '@coplane/client/protocol/gesture-entry'
import type { GestureEndReason, GestureEntry } from '@coplane/client/protocol/gesture-entry'
import type { GestureMove } from '@coplane/client/protocol/gesture-move'
import { encodeEntries } from '@coplane/client/protocol/lane-block'
import { Gesture } from './gesture.ts'
import type { Member } from './member.ts'
import { roomLimits } from './room-limits.ts'

/** A gesture that the room would not have. */
export interface RefusedGesture {
  readonly member: Member
  /** The client's number. */
  readonly ref: number
  readonly reason: ErrorReason
  readonly subject: string
  readonly message: string
}

/** What a tick tells of gestures. */
export interface GestureChanges {
  readonly entries: readonly GestureEntry[]
  readonly refused: readonly RefusedGesture[]
}

/** Whose hands hold which nodes: soft leases, taken at a tick's end so that edits that came before them count. */
export class Gestures {
  private readonly active = new Map<number, Gesture>()
  private readonly byMember = new Map<Member, Map<number, Gesture>>()
  private readonly byNode = new Map<string, Gesture>()
  private readonly freeIndices: number[] = []
  private begun: Gesture[] = []
  private ended: { readonly gesture: Gesture; readonly why: GestureEndReason }[] = []
  /** Gestures whose end waits for a batch. */
  private ending: Gesture[] = []
  private refusedEarly: RefusedGesture[] = []
  private encoded: Uint8Array | undefined
  private nextIndex = 0

  /** Those under way, in no particular order. */
  all(): IterableIterator<Gesture> {
    return this.active.values()
  }

  get size(): number {
    return this.active.size
  }

  begin(member: Member, ref: number, nodes: readonly string[], nowMs: number): void {
    const own = this.byMember.get(member) ?? new Map<number, Gesture>()
    const before = own.get(ref)
    if (before) this.end(before, 'cancelled')
    if (own.size >= roomLimits.gesturesPerMember) {
      const message = `a member may have ${roomLimits.gesturesPerMember} gestures at a time`
      this.refusedEarly.push({ member, ref, reason: 'too-large', subject: '', message })
      return
    }
    const gesture = new Gesture(this.freeIndices.pop() ?? this.nextIndex++, member, ref, nodes, nowMs)
    own.set(ref, gesture)
    this.byMember.set(member, own)
    this.begun.push(gesture)
  }

  /** A gesture that is not known any more is ignored: its end is on its way to the client. */
  move(member: Member, move: GestureMove, round: number, nowMs: number): void {
    const gesture = this.byMember.get(member)?.get(move.gesture)
    if (!gesture || gesture.endsWith !== undefined) return
    gesture.heardMs = nowMs
    gesture.move(move, round)
  }

  /** @param batch the member's batch whose tick ends the gesture, or 0 for the next tick. */
  finish(member: Member, ref: number, batch: number): void {
    const gesture = this.byMember.get(member)?.get(ref)
    if (!gesture || gesture.endsWith !== undefined) return
    gesture.endsWith = batch
    this.byMember.get(member)?.delete(ref)
    this.ending.push(gesture)
  }

  left(member: Member): void {
    for (const gesture of [...(this.byMember.get(member)?.values() ?? [])]) this.end(gesture, 'left')
    for (const gesture of this.ending) if (gesture.member === member) this.end(gesture, 'left')
    this.byMember.delete(member)
  }

  /** @returns whether a lease ended that a tick has to tell. */
  expire(nowMs: number): boolean {
    let any = false
    for (const gesture of this.active.values()) {
      if (nowMs - gesture.heardMs <= roomLimits.gestureLeaseMs) continue
      this.end(gesture, 'expired')
      any = true
    }
    return any
  }

  /**
   * What changed since the last tick, to be called after the tick's updates were applied.
   * @param hasNode whether the document has the node. @param documentChanged whether it changed in this tick.
   */
  take(hasNode: (id: string) => boolean, documentChanged: boolean): GestureChanges {
    const isQuiet = this.begun.length + this.active.size + this.ended.length + this.refusedEarly.length === 0
    if (isQuiet) return nothing
    const refused = this.refusedEarly
    this.refusedEarly = []
    const entries: GestureEntry[] = []
    // Ends first, so that a hand that lets go and one that takes over may share a tick.
    this.finishEnding()
    this.tellEnded(entries)
    for (const gesture of this.begun) {
      const refusal = this.refusalOf(gesture, hasNode)
      if (refusal) {
        refused.push(refusal)
        this.forget(gesture)
        this.freeIndices.push(gesture.index)
        continue
      }
      this.active.set(gesture.index, gesture)
      for (const node of gesture.nodes) this.byNode.set(node, gesture)
      entries.push(gesture.entry)
    }
    this.begun = []
    if (documentChanged)
      for (const gesture of this.active.values())
        if (!gesture.nodes.some((node) => hasNode(node))) this.end(gesture, 'gone')
    this.finishEnding()
    this.tellEnded(entries)
    this.ending = this.ending.filter((gesture) => this.active.get(gesture.index) === gesture)
    if (entries.length > 0) this.encoded = undefined
    return { entries, refused }
  }

  /** All that are under way, as lane bytes; encoded once for a storm of joins. */
  lane(): Uint8Array {
    return (this.encoded ??= encodeEntries(
      Array.from(this.active.values(), ({ entry }) => entry),
      gestureEntryBytes,
      writeGestureEntry,
    ))
  }

  private refusalOf(gesture: Gesture, hasNode: (id: string) => boolean): RefusedGesture | undefined {
    const { member, ref, nodes } = gesture
    const held = nodes.find((node) => {
      const holder = this.byNode.get(node)
      return holder !== undefined && holder.member !== member
    })
    if (held !== undefined) {
      const message = 'somebody else has the node in hand'
      return { member, ref, reason: 'held', subject: `nodes/${held}`, message }
    }
    if (nodes.some((node) => hasNode(node))) return undefined
    const message = 'the document has none of the nodes'
    return { member, ref, reason: 'gone', subject: `nodes/${nodes[0]}`, message }
  }

  private finishEnding(): void {
    for (const gesture of this.ending) {
      if (this.active.get(gesture.index) !== gesture) continue
      if (gesture.endsWith === 0) this.end(gesture, 'cancelled')
      else if (gesture.endsWith !== undefined && gesture.member.batch >= gesture.endsWith)
        this.end(gesture, 'committed')
    }
  }

  /** An index is free again once a tick has told of the end. */
  private tellEnded(entries: GestureEntry[]): void {
    for (const { gesture, why } of this.ended) {
      entries.push({ op: 'ended', gesture: gesture.index, why })
      this.freeIndices.push(gesture.index)
    }
    this.ended = []
  }

  private end(gesture: Gesture, why: GestureEndReason): void {
    if (this.active.get(gesture.index) === gesture) this.ended.push({ gesture, why })
    else if (this.begun.includes(gesture)) {
      this.begun = this.begun.filter((each) => each !== gesture)
      this.freeIndices.push(gesture.index)
    }
    this.forget(gesture)
  }

  private forget(gesture: Gesture): void {
    const own = this.byMember.get(gesture.member)
    if (own?.get(gesture.ref) === gesture) own.delete(gesture.ref)
    if (own?.size === 0) this.byMember.delete(gesture.member)
    this.active.delete(gesture.index)
    for (const node of gesture.nodes) if (this.byNode.get(node) === gesture) this.byNode.delete(node)
  }
}

const nothing: GestureChanges = { entries: [], refused: [] }
