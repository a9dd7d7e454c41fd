import type { Room } from '@coplane/client'
import type { BoundItem, BoundNode, Box, CanvasBinding } from '@coplane/client/bind'
import { bindCanvas } from '@coplane/client/bind'
import { bounds, center } from './box.ts'
import { Claims } from './claims.ts'
import { emptyDraft } from './draft.ts'
import { FrameLoop } from './frame-loop.ts'
import { isGroup } from './kinds.ts'
import { paintScene, reachAt } from './painter.ts'
import { paintCursors } from './painter-cursors.ts'
import { paintClaims } from './painter-others.ts'
import { paintOverlay } from './painter-overlay.ts'
import { Selection } from './selection.ts'
import { Stage } from './stage.ts'
import { StaleArea } from './stale-area.ts'
import { Theme } from './theme.ts'
import type { Camera } from './view.ts'
import { View } from './view.ts'
import { Wires } from './wires.ts'

/** CSS pixels that the panels take; a narrow window has them in other places. */
const margin = {
  wide: { top: 88, side: 36, bottom: 156 },
  narrow: { top: 84, side: 16, bottom: 132 },
} as const

const nowhere: Box = { x: 0, y: 0, w: 0, h: 0 }
/** Touches every item that the server lets through. */
const everywhere: Box = { x: -1e12, y: -1e12, w: 2e12, h: 2e12 }

/** One room on one screen: what it shows, and everything that changes what it shows. */
export class Board {
  readonly room: Room
  readonly canvas: CanvasBinding
  readonly groups = new Map<string, BoundNode>()
  readonly wires = new Wires()
  readonly claims: Claims
  readonly loop: FrameLoop
  readonly selection = new Selection(() => this.#selected())
  readonly view = new View(() => this.#redraw())
  readonly theme = new Theme(() => this.#redraw())
  readonly stage = new Stage(this.view, () => this.#redraw())
  readonly draft = emptyDraft()
  visibleNodes = 0
  changeSets = 0
  readonly #painted: (() => void)[] = []
  readonly #culling: boolean
  readonly #stale = new StaleArea()
  /** Where each node is painted. */
  readonly #boxes = new Map<string, Box>()

  /** @param culling whether only what is in the window is painted. */
  constructor(room: Room, culling: boolean) {
    this.room = room
    this.#culling = culling
    this.canvas = bindCanvas(room, {
      upsert: (item) => this.#put(item),
      remove: (item) => this.#drop(item),
      frame: (nowMs) => this.loop.frame(nowMs),
    })
    const layers = { scene: () => this.#paintScene(), overlay: () => this.#paintOverlay() }
    this.loop = new FrameLoop(layers, () => this.canvas.redraw())
    room.subscribe(() => this.changeSets++)
    this.claims = new Claims(room, () => this.loop.redrawOverlay())
    this.loop.redraw()
  }

  /** Runs after every paint: for panels that follow the canvas. */
  onPainted(follow: () => void): void {
    this.#painted.push(follow)
  }

  /** Where the camera has to be to show this, or everything. */
  fitted(box: Box | undefined = bounds(this.canvas.nodes()), closest?: number): Camera {
    if (!box) return this.view.centered([0, 0], 1)
    return this.view.fitted(box, this.view.width < 640 ? margin.narrow : margin.wide, closest)
  }

  /** Where the camera has to be to show the middle of everything at 100 %. */
  middle(): Camera {
    return this.view.centered(center(bounds(this.canvas.nodes()) ?? nowhere), 1)
  }

  #put(item: BoundItem): void {
    this.loop.changed()
    const before = this.#boxOf(item)
    if (before) this.#stale.add(before)
    if (item.kind === 'edge') {
      this.wires.put(item)
      const { curve } = this.wires.get(item.id) ?? {}
      if (curve) this.#stale.add(curve)
      return
    }
    this.claims.put(item)
    this.#boxes.set(item.id, item)
    if (isGroup(item)) {
      this.groups.set(item.id, item)
      // Its title may stand outside, and what is in it takes on its colour.
      this.#stale.addAll()
    } else this.#stale.add(item)
  }

  #drop(item: BoundItem): void {
    const { kind, id } = item
    this.loop.changed()
    const before = this.#boxOf(item)
    if (before) this.#stale.add(before)
    this.selection.drop(kind, id)
    if (kind === 'edge') return this.wires.delete(id)
    this.claims.delete(id)
    this.#boxes.delete(id)
    if (this.groups.delete(id)) this.#stale.addAll()
  }

  #boxOf({ kind, id }: BoundItem): Box | undefined {
    return kind === 'edge' ? this.wires.get(id)?.curve : this.#boxes.get(id)
  }

  /** Everything looks different. */
  #redraw(): void {
    this.#stale.addAll()
    this.loop.redraw()
  }

  #selected(): void {
    this.room.selection.set([...this.selection.nodes, ...this.selection.edges])
    this.loop.redrawOverlay()
  }

  #paintScene(): void {
    // The room sends the cursors and gestures that are in sight.
    this.room.viewport.set({ ...this.view.box, zoom: this.view.zoom })
    const { stage, view, canvas, wires, theme } = this
    const { box } = view
    const stale = this.#stale.take(box, reachAt(view.zoom))
    // Without culling nothing is spared.
    const extent = this.#culling ? { box, stale } : { box: everywhere, stale: undefined }
    this.visibleNodes = paintScene(stage, view, extent, canvas, wires, theme.palette)
  }

  #paintOverlay(): void {
    const { pixelRatio, overlay } = this.stage
    const { context } = overlay
    const scale = this.view.zoom * pixelRatio
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0)
    context.clearRect(0, 0, this.view.width, this.view.height)
    context.setTransform(scale, 0, 0, scale, -this.view.x * scale, -this.view.y * scale)
    const brush = { context, palette: this.theme.palette, zoom: this.view.zoom }
    paintOverlay(brush, this.draft, this.selection, this.canvas, this.wires, (id) => this.room.edges.of(id))
    paintClaims(brush, this.view, this.claims.on(this.canvas))
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0)
    paintCursors(context, this.view, pixelRatio, this.room.cursors.sample(performance.now()))
    for (const follow of this.#painted) follow()
  }
}
