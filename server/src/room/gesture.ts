import { ByteWriter } from '@coplane/client/protocol/byte-writer'
import { encodeIds } from '@coplane/client/protocol/gesture-begin'
import type { GestureEntry } from '@coplane/client/protocol/gesture-entry'
import type { GestureMove } from '@coplane/client/protocol/gesture-move'
import {
  gestureParts,
  gestureValueBytes,
  partsOf,
  writeGestureValue,
  type GestureValue,
} from '@coplane/client/protocol/gesture-values'
import type { FixedRect } from '@coplane/client/protocol/view'
import type { Member } from './member.ts'

/** Values of the same parts, encoded: one block of a LIVE frame. */
export interface ValueBlock {
  readonly parts: number
  readonly count: number
  readonly bytes: Uint8Array
}

/** Nodes in one member's hand, and where they are now. Nothing of it is in the document. */
export class Gesture {
  /** What the nodes cover on the canvas, as the client says; undefined before it has said so. */
  bounds: FixedRect | undefined
  /** The batch that ends it; undefined while the hand holds. 0: it was cancelled. */
  endsWith: number | undefined
  /** As of the clock; the lease counts from it. */
  heardMs: number
  /** The room's number. */
  readonly index: number
  readonly member: Member
  /** The client's number. */
  readonly ref: number
  readonly nodes: readonly string[]
  private readonly values = new Map<number, { value: GestureValue; round: number }>()
  private changed: { readonly round: number; readonly blocks: readonly ValueBlock[] } | undefined
  private known: { readonly round: number; readonly blocks: readonly ValueBlock[] } | undefined
  private movedRound = 0

  constructor(index: number, member: Member, ref: number, nodes: readonly string[], nowMs: number) {
    this.index = index
    this.member = member
    this.ref = ref
    this.nodes = nodes
    this.heardMs = nowMs
  }

  /** @param round the live round that will tell of it. */
  move({ bounds, values }: GestureMove, round: number): void {
    this.bounds = bounds
    for (const value of values) {
      if (value.node >= this.nodes.length) continue
      const before = this.values.get(value.node)?.value
      const { node } = value
      const place = value.place ?? before?.place
      const size = value.size ?? before?.size
      this.values.set(node, {
        value: { node, place, size, rotation: value.rotation ?? before?.rotation },
        round,
      })
    }
    if (values.length > 0) this.movedRound = round
  }

  get entry(): GestureEntry {
    return { op: 'began', gesture: this.index, member: this.member.index, ids: encodeIds(this.nodes) }
  }

  /** What changed in this very round; encoded once, however many members see it. */
  changedIn(round: number): readonly ValueBlock[] {
    if (this.movedRound !== round) return noBlocks
    if (this.changed?.round !== round) this.changed = { round, blocks: this.encode(round) }
    return this.changed.blocks
  }

  /** Everything as of now, for members who see the gesture anew. */
  whole(): readonly ValueBlock[] {
    if (this.known?.round !== this.movedRound) this.known = { round: this.movedRound, blocks: this.encode(0) }
    return this.known.blocks
  }

  private encode(sinceRound: number): ValueBlock[] {
    const blocks: ValueBlock[] = []
    for (let parts = 1; parts <= allParts; parts++) {
      const values: GestureValue[] = []
      for (const { value, round } of this.values.values())
        if (round >= sinceRound && partsOf(value) === parts) values.push(value)
      if (values.length === 0) continue
      const writer = new ByteWriter(values.length * gestureValueBytes(parts))
      for (const value of values) writeGestureValue(writer, value)
      blocks.push({ parts, count: values.length, bytes: writer.bytes })
    }
    return blocks
  }
}

const allParts = gestureParts.place | gestureParts.size | gestureParts.rotation
const noBlocks: readonly ValueBlock[] = []
