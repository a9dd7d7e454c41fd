import type { Environment } from '../environment.ts'
import type { OpenStep } from '../history/history.ts'
import { limits } from '../protocol/limits.ts'
import { idsOf, type GestureEntry } from '../protocol/gesture-entry.ts'
import { mayNotEdit } from '../protocol/role.ts'
import type { Reject, RejectReason } from '../reject.ts'
import { GestureEndings, type EditLane } from './gesture-endings.ts'
import { Gesture, type GestureKeeper } from './gesture.ts'
import { GestureWire, type GestureLane } from './gesture-wire.ts'
import type { HeldValues } from './held-values.ts'

/** What own gestures need of the room. */
export interface GestureRoom extends GestureLane, EditLane {
  /** Writes to the document. */
  write(id: string, values: HeldValues): void
  /** Begins an undo step of several batches. */
  openStep(): OpenStep
  /** What is shown of these nodes changed. */
  cover(ids: readonly string[]): void
  /** Whether somebody else has the node in hand. */
  isHeld(id: string): boolean
  /** This member's index, the last one while there is no connection. */
  member(): number | undefined
  mayWrite(): boolean
  reject(reject: Reject): void
}

/** An own gesture under way. */
interface Hand {
  readonly gesture: Gesture
  readonly wire: GestureWire
  /** When the document last had where the nodes are. */
  writtenMs: number
  /** Whether they moved since. */
  isUnwritten: boolean
  /** Begun by the first checkpoint. */
  step: OpenStep | undefined
}

/** This member's gestures: shown here at once, told to the others, written to the document when the hand lets go. */
export class OwnGestures implements GestureKeeper {
  private readonly hands = new Map<Gesture, Hand>()
  private readonly byNode = new Map<string, Hand>()
  private readonly endings: GestureEndings
  private lastNumber = 0
  private cancelBeat: (() => void) | undefined
  private readonly room: GestureRoom
  private readonly environment: Environment

  constructor(room: GestureRoom, environment: Environment) {
    this.room = room
    this.environment = environment
    this.endings = new GestureEndings(room, environment)
  }

  begin(ids: Iterable<string>): Gesture {
    const asked = [...new Set(ids)]
    const gesture = new Gesture(
      asked.filter((id) => this.room.nodeOf(id)),
      this,
    )
    const refusal = this.refusalOf(gesture.nodes)
    if (refusal) {
      gesture.end('rejected')
      const [reason, message] = refusal
      this.room.reject({ reason, message, nodes: asked, edges: [] })
      return gesture
    }
    const { room, environment } = this
    const wire = new GestureWire(gesture, this.nextNumber(), room, environment)
    const writtenMs = environment.now()
    const hand: Hand = { gesture, wire, writtenMs, isUnwritten: false, step: undefined }
    this.hands.set(gesture, hand)
    for (const id of gesture.nodes) this.byNode.set(id, hand)
    room.cover(gesture.nodes)
    // At the end of the turn the nodes that were created in it can be told before.
    environment.soon(() => this.announce(hand))
    if (!this.cancelBeat) this.beat()
    return gesture
  }

  /** Whether this member has the node in hand. */
  has(id: string): boolean {
    return this.byNode.has(id)
  }

  valuesOf(id: string): HeldValues | undefined {
    return this.byNode.get(id)?.gesture.valuesOf(id)
  }

  /** Ids of the nodes in hand. */
  nodes(): readonly string[] {
    return [...this.byNode.keys()]
  }

  changed(gesture: Gesture, ids: readonly string[]): void {
    const hand = this.hands.get(gesture)
    if (!hand) return
    hand.isUnwritten = true
    hand.wire.moved(ids)
    this.room.cover(ids)
  }

  commit(gesture: Gesture): boolean {
    const hand = this.hands.get(gesture)
    if (!hand) return false
    this.removed(gesture.nodes.filter((id) => !this.room.nodeOf(id)))
    if (gesture.state !== 'active') return false
    this.drop(hand)
    gesture.end('committed')
    this.endings.finish(hand.wire, () => this.write(hand))
    return true
  }

  cancel(gesture: Gesture): void {
    const hand = this.hands.get(gesture)
    if (!hand) return
    this.drop(hand)
    gesture.end('cancelled')
    this.endings.finish(hand.wire, () => hand.step?.cancel())
  }

  /** Lets go of everything. */
  commitAll(): void {
    for (const gesture of [...this.hands.keys()]) gesture.commit()
  }

  /** These nodes are not in the document any more. */
  removed(ids: readonly string[]): void {
    const touched = new Set<Hand>()
    for (const id of ids) {
      const hand = this.byNode.get(id)
      if (!hand) continue
      this.byNode.delete(id)
      hand.gesture.release(id)
      touched.add(hand)
    }
    for (const hand of touched)
      if (hand.gesture.nodes.length === 0)
        this.refuse(hand, 'gone', 'the nodes in hand have been deleted', hand.wire.nodes)
  }

  /** The server would not have a GESTURE-BEGIN. */
  refused(number: number, reason: RejectReason, message: string): void {
    for (const hand of this.hands.values())
      if (hand.wire.number === number) this.refuse(hand, reason, message, hand.gesture.nodes)
  }

  /** This member may not edit any more. */
  forbid(): void {
    for (const hand of [...this.hands.values()])
      this.refuse(hand, 'forbidden', mayNotEdit, hand.gesture.nodes)
  }

  /** A batch leaves now: gestures whose result it holds end before it. */
  leaving(batch: number): void {
    this.endings.leaving(batch)
  }

  /** A tick's gestures, of whomever. */
  ticked(entries: readonly GestureEntry[]): void {
    for (const entry of entries)
      if (entry.op === 'began') this.confirmed(entry)
      else this.ended(entry)
  }

  /** Every gesture of the room: a slow reader may have missed the end of an own one. */
  startOver(entries: readonly GestureEntry[]): void {
    const known = [...this.hands.values()].filter(({ wire }) => wire.roomNumber !== undefined)
    for (const { wire } of known) wire.roomNumber = undefined
    for (const entry of entries) if (entry.op === 'began') this.confirmed(entry)
    for (const hand of known) if (hand.wire.roomNumber === undefined) this.announce(hand)
  }

  /** A new socket whose server knows nothing of them. */
  resend(): void {
    for (const hand of this.hands.values()) this.announce(hand)
  }

  /** The connection is gone; what is in hand stays there. */
  lost(): void {
    this.endings.lost()
    for (const { wire } of this.hands.values()) wire.lost()
  }

  private refusalOf(ids: readonly string[]): readonly [RejectReason, string] | undefined {
    if (!this.room.mayWrite()) return ['forbidden', mayNotEdit]
    if (ids.length === 0) return ['gone', 'none of the nodes is on the canvas']
    if (ids.some((id) => this.byNode.has(id))) return ['held', 'another gesture of this page has the node']
    if (ids.some((id) => this.room.isHeld(id))) return ['held', 'somebody else has the node in hand']
    const idBytes = new TextEncoder().encode(ids.join('')).length
    if (beginHeadBytes + 2 * ids.length + idBytes > limits.maxGestureBytes)
      return ['too-large', `a gesture has at most ${limits.maxGestureBytes} bytes of ids`]
    return undefined
  }

  private nextNumber(): number {
    const used = new Set([...this.hands.values()].map(({ wire }) => wire.number))
    do this.lastNumber = (this.lastNumber % 0xffff) + 1
    while (used.has(this.lastNumber))
    return this.lastNumber
  }

  private announce(hand: Hand): void {
    if (hand.gesture.state !== 'active') return
    this.room.flush()
    hand.wire.begin()
  }

  private confirmed({ gesture, member, ids }: Extract<GestureEntry, { op: 'began' }>): void {
    if (member !== this.room.member()) return
    const nodes = idsOf({ ids })
    for (const { wire } of this.hands.values())
      if (
        wire.isBegun &&
        nodes.length === wire.nodes.length &&
        nodes.every((id, at) => id === wire.nodes[at])
      )
        wire.roomNumber = gesture
  }

  private ended({ gesture, why }: Extract<GestureEntry, { op: 'ended' }>): void {
    for (const hand of [...this.hands.values()]) {
      if (hand.wire.roomNumber !== gesture) continue
      hand.wire.roomNumber = undefined
      // The page slept for longer than the lease; the hand is still there.
      if (why === 'expired') this.announce(hand)
      else if (why === 'gone')
        this.refuse(hand, 'gone', 'the nodes in hand have been deleted', hand.wire.nodes)
    }
  }

  private refuse(hand: Hand, reason: RejectReason, message: string, nodes: readonly string[]): void {
    // The server has no such gesture: there is nothing to end there.
    hand.wire.lost()
    this.drop(hand)
    hand.gesture.end('rejected')
    // What was written down on the way is the room's by then, and a viewer cannot take it back.
    if (this.room.mayWrite()) hand.step?.cancel()
    this.room.reject({ reason, message, nodes, edges: [] })
  }

  /** From here on the nodes are shown as the document has them. */
  private drop(hand: Hand): void {
    this.hands.delete(hand.gesture)
    for (const id of hand.gesture.nodes) this.byNode.delete(id)
    this.room.cover(hand.gesture.nodes)
    if (this.hands.size > 0) return
    this.cancelBeat?.()
    this.cancelBeat = undefined
  }

  private write(hand: Hand): void {
    const { gesture } = hand
    hand.writtenMs = this.environment.now()
    if (!hand.isUnwritten) return
    hand.isUnwritten = false
    hand.step ??= this.room.openStep()
    hand.step.batch(() => {
      for (const id of gesture.nodes) {
        const values = gesture.valuesOf(id)
        if (values) this.room.write(id, values)
      }
    })
  }

  /** Looks after the hands: those that rest keep their lease, those that move for long are written down. */
  private beat(): void {
    this.cancelBeat = this.environment.after(beatMs, () => {
      this.cancelBeat = undefined
      const nowMs = this.environment.now()
      for (const hand of [...this.hands.values()]) {
        hand.wire.keepAlive()
        if (nowMs - hand.writtenMs >= checkpointMs) this.write(hand)
      }
      if (this.hands.size > 0 && !this.cancelBeat) this.beat()
    })
  }
}

/** Type, number and count. */
const beginHeadBytes = 5
const beatMs = 500
/** A crash loses no more of a long drag than this. */
const checkpointMs = 2_000
