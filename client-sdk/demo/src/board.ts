import type { Room } from '@coplane/client'
import type { BoundItem, BoundNode, Box, CanvasBinding } from '@coplane/client/bind'
import { bindCanvas } from '@coplane/client/bind'
import { bounds, center } from './box.ts'
import { Claims } from './claims.ts'
import { emptyDraft } from './draft.ts'
import { FrameLoop } from './frame-loop.ts'
import { isGroup } from './kinds.ts'
import { paintScene } from './painter.ts'
import { paintCursors } from './painter-cursors.ts'
import { paintClaims } from './painter-others.ts'
import { paintOverlay } from './painter-overlay.ts'
import { Selection } from './selection.ts'
import { Stage } from './stage.ts'
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
  readonly view = new View(() => this.loop.redraw())
  readonly theme = new Theme(() => this.loop.redraw())
  readonly stage = new Stage(this.view, () => this.loop.redraw())
  readonly draft = emptyDraft()
  visibleNodes = 0
  changeSets = 0
  readonly #painted: (() => void)[] = []
  readonly #culling: boolean

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
    if (item.kind === 'edge') return this.wires.put(item)
    this.claims.put(item)
    if (isGroup(item)) this.groups.set(item.id, item)
  }

  #drop({ kind, id }: BoundItem): void {
    this.loop.changed()
    this.selection.drop(kind, id)
    if (kind === 'edge') return this.wires.delete(id)
    this.claims.delete(id)
    this.groups.delete(id)
  }

  #selected(): void {
    this.room.selection.set([...this.selection.nodes, ...this.selection.edges])
    this.loop.redrawOverlay()
  }

  #paintScene(): void {
    // The room sends the cursors and gestures that are in sight.
    this.room.viewport.set({ ...this.view.box, zoom: this.view.zoom })
    const { stage, view, canvas, wires, theme } = this
    this.visibleNodes = paintScene(
      stage,
      view,
      this.#culling ? view.box : everywhere,
      canvas,
      wires,
      theme.palette,
    )
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
