import type { CanvasNode } from '../canvas/node.ts'
import type { GestureSample } from '../live/others-gestures.ts'
import type { Room } from '../room.ts'

interface Moving {
  /** The room's own object, at the newest place. */
  readonly node: CanvasNode
  readonly shown: CanvasNode
}

/** Nodes in somebody else's hand between the places that come over the wire, so that they move evenly on every canvas. */
export class HeldMotion {
  private readonly room: Pick<Room, 'nodes' | 'gestures'>
  private moving: ReadonlyMap<string, Moving> = new Map()

  constructor(room: Pick<Room, 'nodes' | 'gestures'>) {
    this.room = room
  }

  /** The node as it is to be painted. */
  nodeOf(id: string): CanvasNode | undefined {
    const node = this.room.nodes.get(id)
    const moving = this.moving.get(id)
    return moving && moving.node === node ? moving.shown : node
  }

  /** Goes on to this moment. @returns the nodes that may look different now. */
  step(nowMs: number): Iterable<string> {
    const before = this.moving
    const moving = new Map<string, Moving>()
    for (const sample of this.room.gestures.sample(nowMs)) {
      const node = this.room.nodes.get(sample.id)
      // At its newest place a node is the room's own object again.
      if (!node || isAt(node, sample)) continue
      const known = before.get(sample.id)
      const isStill = known?.node === node && isAt(known.shown, sample)
      moving.set(sample.id, isStill ? known : { node, shown: shownAt(node, sample) })
    }
    this.moving = moving
    return before.size === 0 ? moving.keys() : new Set([...before.keys(), ...moving.keys()])
  }
}

function isAt(node: CanvasNode, { x, y, w, h, rotation }: GestureSample): boolean {
  const turns = (node.rotation - rotation) / 360
  return node.x === x && node.y === y && node.w === w && node.h === h && Number.isInteger(turns)
}

function shownAt(node: CanvasNode, { x, y, w, h, rotation }: GestureSample): CanvasNode {
  return Object.freeze({ ...node, x, y, w, h, rotation })
}
