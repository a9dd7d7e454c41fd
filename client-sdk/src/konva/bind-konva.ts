import type Konva from 'konva'
import { bindCanvas, type CanvasBinding } from '../bind/bind-canvas.ts'
import type { BoundEdge, BoundItem, BoundNode } from '../bind/bound.ts'
import { overlaps, type Box } from '../bind/box.ts'
import type { CanvasNode } from '../canvas/node.ts'
import type { Room } from '../room.ts'
import { orderLayer } from './layer-order.ts'
import { viewportOf } from './layer-viewport.ts'
import { looksAlike } from './node-looks.ts'
import { ShapeDrags } from './shape-drags.ts'
import { patchShape } from './shape-patch.ts'
import { placeShape } from './shape-place.ts'
import type { KonvaShape } from './shape.ts'

/** How nodes and edges look on a layer. */
export interface KonvaOptions {
  /**
   * Makes what stands for a node, drawn from 0,0 (the top left corner of the node's box) to `node.w`,`node.h`. The binding
   * sets `x`, `y` and `rotation`. With `draggable: true` a drag moves the node for everybody.
   */
  render(node: CanvasNode): KonvaShape
  /** Changes the shape once something but the node's place changed. Without it `render` is called again and its attributes are copied. */
  update?(shape: KonvaShape, node: CanvasNode): void
  /** Makes what stands for an edge, in the layer's own coordinates. Without it edges are not shown. */
  renderEdge?(edge: BoundEdge): KonvaShape
}

interface Shown<Item extends BoundItem> {
  readonly shape: KonvaShape
  item: Item
}

/**
 * Shows a room on a layer that is on a stage: a shape for every node that the stage shows, in the room's order, below whatever else is
 * on the layer. Pan and zoom by moving and scaling the stage or the layer; the room is told what shows.
 * @example
 * bindKonva(room, layer, {
 *   render: (node) => new Konva.Rect({ width: node.w, height: node.h, fill: 'gold', draggable: true }),
 * })
 */
export function bindKonva(room: Room, layer: Konva.Layer, options: KonvaOptions): KonvaBinding {
  return new KonvaBinding(room, layer, options)
}

/** A room on a Konva layer. */
export class KonvaBinding {
  /** Places, hit queries and paint order of all nodes, those included that have no shape at the moment. */
  readonly canvas: CanvasBinding
  private readonly room: Room
  private readonly layer: Konva.Layer
  private readonly options: KonvaOptions
  private readonly nodes = new Map<string, Shown<BoundNode>>()
  private readonly edges = new Map<string, Shown<BoundEdge>>()
  private readonly ids = new WeakMap<Konva.Node, string>()
  private readonly drags: ShapeDrags
  private dirty = true

  /** Use `bindKonva`. */
  constructor(room: Room, layer: Konva.Layer, options: KonvaOptions) {
    this.room = room
    this.layer = layer
    this.options = options
    this.drags = new ShapeDrags(room)
    this.canvas = bindCanvas(room, {
      upsert: () => (this.dirty = true),
      remove: (item) => this.remove(item),
      frame: () => this.frame(),
    })
    layer.on(dragEvents, this.dragged)
    for (const node of this.watched()) node.on(viewEvents, this.moved)
  }

  /** What stands for the node, if the stage shows it. */
  shapeOf(id: string): KonvaShape | undefined {
    return this.nodes.get(id)?.shape
  }

  /** The id of the node that a shape, or a part of it, stands for: for `event.target` of a click. */
  idOf(shape: Konva.Node): string | undefined {
    for (let each: Konva.Node | null = shape; each; each = each.getParent()) {
      const id = this.ids.get(each)
      if (id !== undefined) return id
    }
    return undefined
  }

  /** Renders a node anew, for looks that depend on more than the room: a selection, say. */
  refresh(id: string): void {
    const shown = this.nodes.get(id)
    if (!shown) return
    this.restyle(shown.shape, shown.item.node)
    this.layer.batchDraw()
  }

  /** Follows the room no more. The shapes stay where they are. */
  stop(): void {
    this.canvas.stop()
    this.layer.off(dragEvents, this.dragged)
    for (const node of this.watched()) node.off(viewEvents, this.moved)
  }

  private watched(): readonly Konva.Node[] {
    const stage = this.layer.getStage()
    return stage ? [this.layer, stage] : [this.layer]
  }

  private readonly moved = (): void => {
    this.dirty = true
    this.canvas.redraw()
  }

  private readonly dragged = ({ type, target }: Konva.KonvaEventObject<unknown>): void => {
    const id = this.ids.get(target)
    const shown = id === undefined ? undefined : this.nodes.get(id)
    if (id === undefined || !shown) return
    if (type === 'dragstart') this.drags.start(shown.shape, shown.item)
    else if (type === 'dragmove') this.drags.move(id)
    else {
      this.drags.end(id)
      // Where the room says it is: it may have refused.
      this.moved()
    }
  }

  private remove({ kind, id }: BoundItem): void {
    this.dirty = true
    const shown = kind === 'node' ? this.nodes : this.edges
    this.drags.drop(id)
    shown.get(id)?.shape.destroy()
    shown.delete(id)
  }

  private frame(): void {
    const viewport = this.dirty && viewportOf(this.layer)
    if (!viewport) return
    this.dirty = false
    this.room.viewport.set(viewport)
    const edges = this.showEdges(viewport)
    const shapes = this.showNodes(viewport)
    orderLayer(this.layer, [...edges, ...shapes])
    this.layer.batchDraw()
  }

  private showNodes(viewport: Box): KonvaShape[] {
    const visible = this.canvas.visible(viewport)
    const leaving = new Set(this.nodes.keys())
    const shapes = visible.map((item) => {
      leaving.delete(item.id)
      return this.show(item)
    })
    for (const id of leaving) {
      // What is being dragged has to stay, or Konva would end the drag.
      if (this.drags.has(id)) continue
      this.nodes.get(id)?.shape.destroy()
      this.nodes.delete(id)
    }
    return shapes
  }

  private show(item: BoundNode): KonvaShape {
    const known = this.nodes.get(item.id)
    if (!known) {
      const shape = this.options.render(item.node)
      placeShape(shape, item)
      this.ids.set(shape, item.id)
      this.nodes.set(item.id, { shape, item })
      this.layer.add(shape)
      return shape
    }
    const { shape, item: before } = known
    if (!looksAlike(before.node, item.node)) this.restyle(shape, item.node)
    known.item = item
    if (!this.drags.has(item.id)) placeShape(shape, item)
    return shape
  }

  private restyle(shape: KonvaShape, node: CanvasNode): void {
    if (this.options.update) this.options.update(shape, node)
    else patchShape(shape, this.options.render(node))
  }

  private showEdges(viewport: Box): KonvaShape[] {
    const { options } = this
    if (!options.renderEdge) return []
    const shapes: KonvaShape[] = []
    for (const item of this.canvas.edges()) {
      const known = this.edges.get(item.id)
      if (!overlaps(around(item), viewport)) {
        known?.shape.destroy()
        this.edges.delete(item.id)
        continue
      }
      if (known && known.item !== item) patchShape(known.shape, options.renderEdge(item))
      if (known) known.item = item
      const shape = known?.shape ?? options.renderEdge(item)
      if (!known) {
        this.edges.set(item.id, { shape, item })
        this.layer.add(shape)
      }
      shapes.push(shape)
    }
    return shapes
  }
}

const dragEvents = 'dragstart dragmove dragend'
/** What moves the plane under the stage, or changes how much of it shows. */
const viewEvents = ['x', 'y', 'scaleX', 'scaleY', 'rotation', 'offsetX', 'offsetY', 'width', 'height']
  .map((attribute) => `${attribute}Change`)
  .join(' ')

/** The box around both ends. Course and width of the line are the application's, so a little more than that counts. */
function around({ source, target }: BoundEdge): Box {
  const reach = 64
  const x = Math.min(source.x, target.x) - reach
  const y = Math.min(source.y, target.y) - reach
  return {
    x,
    y,
    w: Math.max(source.x + source.w, target.x + target.w) + reach - x,
    h: Math.max(source.y + source.h, target.y + target.h) + reach - y,
  }
}
