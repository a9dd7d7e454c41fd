import type { CanvasNode } from '../canvas/node.ts'
import { idsOf, type GestureEntry } from '../protocol/gesture-entry.ts'
import type { Live } from '../protocol/live.ts'
import { decodeHeld, type HeldValues } from './held-values.ts'
import { Track } from './track.ts'

/** Where a node in somebody else's hand is to be painted now. */
export interface GestureSample {
  readonly id: string
  /** Whose hand it is. */
  readonly member: number
  /** Relative to the node's parent. */
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  /** Degrees, clockwise. */
  readonly rotation: number
}

/** One node in somebody else's hand. */
interface HeldNode {
  readonly member: number
  readonly gesture: number
  values: HeldValues | undefined
  /** x, y, w, h and rotation as they are painted; absent until the node moved. */
  track: Track | undefined
  readonly sample: { -readonly [Key in keyof GestureSample]: GestureSample[Key] }
}

/** What the others' gestures need of the room. */
export interface GestureStage {
  /** The node as the document has it. */
  committed(id: string): CanvasNode | undefined
  /** What is shown of these nodes changed. */
  cover(ids: Iterable<string>): void
  /** Whether this is another member; whoever is not known yet becomes known. */
  isOther(member: number): boolean
  now(): number
}

/**
 * What the others have in hand. `room.nodes` has each node at its newest place, 20 times a second at best, and tells only
 * the subscribers of that node. Who paints every frame anyway paints the nodes between two places here.
 * @example
 * for (const { id, x, y } of room.gestures.sample(nowMs)) place(id, x, y)
 * if (room.gestures.isMoving(nowMs)) requestAnimationFrame(paint)
 */
export class OthersGestures {
  /** Ids of the nodes that each gesture began with, by the room's number. */
  private readonly begun = new Map<number, { readonly member: number; readonly nodes: readonly string[] }>()
  private readonly byNode = new Map<string, HeldNode>()
  private readonly samples: GestureSample[] = []
  private readonly stage: GestureStage

  constructor(stage: GestureStage) {
    this.stage = stage
  }

  /**
   * Every node in somebody else's hand, moving evenly between the places that came over the wire. Allocates nothing: the
   * array and its objects are the same ones next time.
   * @param nowMs by the clock of `performance.now()` and requestAnimationFrame.
   */
  sample(nowMs: number): readonly GestureSample[] {
    let count = 0
    for (const [id, { track, sample }] of this.byNode) {
      if (!track || !this.stage.committed(id)) continue
      sample.x = track.at(0, nowMs)
      sample.y = track.at(1, nowMs)
      sample.w = track.at(2, nowMs)
      sample.h = track.at(3, nowMs)
      sample.rotation = track.at(4, nowMs)
      this.samples[count++] = sample
    }
    this.samples.length = count
    return this.samples
  }

  /** Whether the next frame will look different though nothing arrives. */
  isMoving(nowMs: number): boolean {
    for (const { track } of this.byNode.values()) if (track?.isMoving(nowMs)) return true
    return false
  }

  /** The SDK's own call: whoever has the node in hand. */
  holderOf(id: string): number | undefined {
    return this.byNode.get(id)?.member
  }

  /** The SDK's own call: where the node is shown. */
  valuesOf(id: string): HeldValues | undefined {
    return this.byNode.get(id)?.values
  }

  /** The SDK's own call: what a tick says began or ended. Its document changes have been applied. */
  ticked(entries: readonly GestureEntry[]): void {
    for (const entry of entries)
      if (entry.op === 'ended') this.end(entry.gesture)
      else this.begin(entry)
  }

  /** The SDK's own call: these are all gestures of the room. Where those that go on have their nodes is kept. */
  startOver(entries: readonly GestureEntry[]): void {
    const going = new Map(entries.flatMap((entry) => (entry.op === 'began' ? [[entry.gesture, entry]] : [])))
    for (const [gesture, { member }] of this.begun)
      if (going.get(gesture)?.member !== member) this.end(gesture)
    this.ticked(entries)
  }

  /** The SDK's own call: places that changed. */
  lived({ fresh, gestures }: Live): void {
    const touched = new Set<string>()
    if (fresh)
      for (const [id, held] of this.byNode) {
        if (!held.values) continue
        held.values = undefined
        held.track = undefined
        touched.add(id)
      }
    for (const { gesture, values } of gestures) {
      const begun = this.begun.get(gesture)
      if (!begun || !this.stage.isOther(begun.member)) continue
      for (const value of values) {
        const id = begun.nodes[value.node]
        const held = id === undefined ? undefined : this.byNode.get(id)
        if (id === undefined || held?.gesture !== gesture) continue
        held.values = { ...held.values, ...decodeHeld(value) }
        this.follow(id, held)
        touched.add(id)
      }
    }
    if (touched.size > 0) this.stage.cover(touched)
  }

  /** The SDK's own call: the connection is gone, and with it everybody. */
  clear(): void {
    for (const gesture of this.begun.keys()) this.end(gesture)
  }

  private begin({ gesture, member, ids }: Extract<GestureEntry, { op: 'began' }>): void {
    const known = this.begun.get(gesture)
    const nodes = idsOf({ ids })
    if (known?.member === member && known.nodes.every((id, index) => id === nodes[index])) return
    if (known) this.end(gesture)
    this.begun.set(gesture, { member, nodes })
    for (const id of nodes)
      this.byNode.set(id, {
        member,
        gesture,
        values: undefined,
        track: undefined,
        sample: { id, member, x: 0, y: 0, w: 0, h: 0, rotation: 0 },
      })
    this.stage.cover(nodes)
  }

  private end(gesture: number): void {
    const begun = this.begun.get(gesture)
    if (!begun) return
    this.begun.delete(gesture)
    const dropped = begun.nodes.filter((id) => this.byNode.get(id)?.gesture === gesture)
    for (const id of dropped) this.byNode.delete(id)
    this.stage.cover(dropped)
  }

  private follow(id: string, held: HeldNode): void {
    const node = this.stage.committed(id)
    if (!node) return
    const { x, y, w, h, rotation } = { ...node, ...held.values }
    const nowMs = this.stage.now()
    if (!held.track) {
      // The hand has just taken it from where the document has it.
      held.track = new Track([node.x, node.y, node.w, node.h, node.rotation], nowMs)
    }
    const turnFrom = held.track.at(4, nowMs)
    held.track.add([x, y, w, h, turnFrom + shortWay(rotation - turnFrom)], nowMs)
  }
}

/** The same turn by at most half a circle, in degrees. */
function shortWay(degrees: number): number {
  return ((((degrees + 180) % 360) + 360) % 360) - 180
}
