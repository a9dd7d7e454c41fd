import type { Room } from '../room.ts'
import type { ChangeSet } from '../canvas/canvas.ts'
import type { BoundEdge, BoundItem, BoundNode } from './bound.ts'
import type { Box, Point } from './box.ts'
import { HeldMotion } from './held-motion.ts'
import { Joints } from './joints.ts'
import { Scene } from './scene.ts'

/** What a canvas does with what the room holds. All three run within one animation frame, once per frame at most. */
export interface CanvasPainter {
  /**
   * The item came or changed. A node that moved brings its contents and the edges at all of them along. Nodes come in
   * paint order, parents before their contents, then edges. While somebody else has a node in hand it comes in every
   * frame, evenly between the places that the room tells (`room.nodes` has the newest one).
   */
  upsert(item: BoundItem): void
  /** The item went, as it was last upserted. Edges go before their nodes. */
  remove(item: BoundItem): void
  /**
   * Paint now: after the changes of this frame, while anybody's cursor or gesture moves, and when `redraw` was called.
   * @param nowMs monotonic milliseconds, the clock of `requestAnimationFrame`.
   */
  frame(nowMs: number): void
}

/** What `bindCanvas` needs of a room. */
export type BindableRoom = Pick<
  Room,
  'nodes' | 'edges' | 'others' | 'cursors' | 'gestures' | 'subscribe' | 'onNextFrame'
>

/**
 * Shows a room on any canvas. Everything that is there is upserted in the next animation frame, and from then on only
 * what changed. A callback that throws is reported as an uncaught error; the rest of the frame follows in the next one.
 * @example
 * const canvas = bindCanvas(room, {
 *   upsert: (item) => {},
 *   remove: (item) => {},
 *   frame: () => {
 *     for (const { x, y, w, h } of canvas.visible(viewport)) context.strokeRect(x, y, w, h)
 *   },
 * })
 */
export function bindCanvas(room: BindableRoom, painter: CanvasPainter): CanvasBinding {
  return new CanvasBinding(room, painter)
}

/** A room on a canvas: where everything lies, what is visible, what is under the pointer. Canvas units throughout. */
export class CanvasBinding {
  private readonly room: BindableRoom
  private readonly painter: CanvasPainter
  private readonly motion: HeldMotion
  private readonly scene: Scene
  private readonly joints = new Joints()
  private readonly upserts = new Map<string, BoundNode>()
  private readonly edgeUpserts = new Map<string, BoundEdge>()
  private readonly removals = new Map<string, BoundNode>()
  private readonly edgeRemovals = new Map<string, BoundEdge>()
  private readonly unsubscribe: readonly (() => void)[]
  private started = false
  private stopped = false

  /** Use `bindCanvas`. */
  constructor(room: BindableRoom, painter: CanvasPainter) {
    this.room = room
    this.painter = painter
    this.motion = new HeldMotion(room)
    this.scene = new Scene({
      nodeOf: (id) => this.motion.nodeOf(id),
      inOrder: () => room.nodes.inOrder(),
    })
    this.unsubscribe = [
      room.subscribe((changes) => this.apply(changes)),
      room.others.subscribe(() => this.redraw()),
      room.cursors.subscribe(() => this.redraw()),
    ]
    this.applyNodes(idsOf(room.nodes.all()))
    this.applyEdges(idsOf(room.edges.all()))
    this.redraw()
  }

  /** Nodes on the canvas. */
  get size(): number {
    return this.scene.size
  }

  node(id: string): BoundNode | undefined {
    return this.scene.get(id)
  }

  edge(id: string): BoundEdge | undefined {
    return this.joints.get(id)
  }

  /** Every node, in no particular order. */
  nodes(): IterableIterator<BoundNode> {
    return this.scene.all()
  }

  /** Every edge, in no particular order. */
  edges(): IterableIterator<BoundEdge> {
    return this.joints.all()
  }

  /**
   * The nodes that touch the viewport, in paint order: from back to front, a node's contents directly above it. Asks the
   * spatial index, so it costs what is visible and not what there is.
   */
  visible(viewport: Box): readonly BoundNode[] {
    return this.scene.touching(viewport)
  }

  /** The nodes that lie in the rectangle as a whole, in paint order: for a selection frame. */
  within(rect: Box): readonly BoundNode[] {
    return this.scene.inside(rect)
  }

  /** The nodes under a point, the topmost first, turned boxes and all. */
  at(point: Point): readonly BoundNode[] {
    return this.scene.under(point)
  }

  /** Asks for a frame: the camera moved, or something that only this page shows changed. */
  redraw(): void {
    if (!this.stopped) this.room.onNextFrame(this.paint)
  }

  /** Calls the painter no more. What was upserted stays where it is. */
  stop(): void {
    this.stopped = true
    for (const unsubscribe of this.unsubscribe) unsubscribe()
  }

  private apply({ nodes, edges }: ChangeSet): void {
    this.applyAll(
      [...nodes.removed, ...nodes.added, ...nodes.updated],
      [...edges.removed, ...edges.added, ...edges.updated],
    )
    this.redraw()
  }

  private applyAll(nodes: Iterable<string>, edges: Iterable<string>): void {
    const stale = new Set(edges)
    for (const { id } of this.applyNodes(nodes)) for (const edge of this.room.edges.of(id)) stale.add(edge.id)
    this.applyEdges(stale)
  }

  private applyNodes(ids: Iterable<string>): readonly BoundNode[] {
    const { changed, removed } = this.scene.apply(ids)
    note(changed, removed, this.upserts, this.removals)
    return changed
  }

  private applyEdges(ids: Iterable<string>): void {
    const { changed, removed } = this.joints.apply(
      ids,
      (id) => this.room.edges.get(id),
      (id) => this.scene.get(id),
    )
    note(changed, removed, this.edgeUpserts, this.edgeRemovals)
  }

  private readonly paint = (nowMs: number): void => {
    if (this.stopped) return
    this.applyAll(this.motion.step(nowMs), [])
    // Nothing can be removed that was never shown.
    if (!this.started) for (const removals of [this.removals, this.edgeRemovals]) removals.clear()
    this.started = true
    try {
      drain(this.edgeRemovals, (edge) => this.painter.remove(edge))
      drain(this.removals, (node) => this.painter.remove(node))
      drain(this.upserts, (node) => this.painter.upsert(node))
      drain(this.edgeUpserts, (edge) => this.painter.upsert(edge))
    } catch (error) {
      this.redraw()
      throw error
    }
    this.painter.frame(nowMs)
    if (this.room.gestures.isMoving(nowMs) || this.room.cursors.isMoving(nowMs)) this.redraw()
  }
}

function* idsOf(items: Iterable<{ readonly id: string }>): Iterable<string> {
  for (const { id } of items) yield id
}

/** What the painter has to be told; the newest word on an item counts. */
function note<T extends BoundItem>(
  changed: readonly T[],
  removed: readonly T[],
  upserts: Map<string, T>,
  removals: Map<string, T>,
): void {
  for (const item of removed) {
    upserts.delete(item.id)
    removals.set(item.id, item)
  }
  for (const item of changed) upserts.set(item.id, item)
}

/** Takes each out before it is told, so that one that throws is not told again and stops none of the others for good. */
function drain<T>(due: Map<string, T>, tell: (item: T) => void): void {
  for (const [id, item] of due) {
    due.delete(id)
    tell(item)
  }
}
