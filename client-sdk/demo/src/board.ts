import type { ChangeSet, Room } from '@coplane/client'
import type { Box } from './box.ts'
import { Cursors } from './cursors.ts'
import { emptyDraft } from './draft.ts'
import { FrameLoop } from './frame-loop.ts'
import { paintScene } from './painter.ts'
import { paintCursors } from './painter-cursors.ts'
import { paintOverlay } from './painter-overlay.ts'
import { Scene } from './scene.ts'
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

/** One room on one screen: what it shows, and everything that changes what it shows. */
export class Board {
  readonly room: Room
  readonly scene: Scene
  readonly wires: Wires
  readonly cursors: Cursors
  readonly loop = new FrameLoop()
  readonly selection = new Selection(() => this.loop.redrawOverlay())
  readonly view = new View(() => this.loop.redraw())
  readonly theme = new Theme(() => this.loop.redraw())
  readonly stage = new Stage(this.view, () => this.loop.redraw())
  readonly draft = emptyDraft()
  visibleNodes = 0
  changeSets = 0
  readonly #painted: (() => void)[] = []

  constructor(room: Room) {
    this.room = room
    this.scene = new Scene(room)
    this.wires = new Wires(room, this.scene)
    this.cursors = new Cursors(room)
    room.subscribe((changes) => {
      this.changeSets++
      this.take(changes)
    })
    room.others.subscribe(() => this.#takeCursors())
    // A cursor that has come to rest fades seconds later, when nothing else asks for a frame.
    setInterval(() => this.#animateCursors(), 1_000)
    this.loop.start({ scene: () => this.#paintScene(), overlay: () => this.#paintOverlay() })
  }

  /** Applies changes of the room. Own edits come here at once, without waiting for the room's next notice. */
  take(changes: ChangeSet): void {
    this.wires.apply(changes, this.scene.apply(changes.nodes))
    this.selection.drop(
      changes.nodes.removed.filter((id) => !this.room.nodes.has(id)),
      changes.edges.removed.filter((id) => !this.room.edges.has(id)),
    )
    this.loop.redraw()
  }

  /** Own edits to nodes that are already there. */
  takeUpdated(ids: readonly string[]): void {
    this.take({
      nodes: { added: [], updated: [...ids], removed: [] },
      edges: { added: [], updated: [], removed: [] },
    })
  }

  /** Everything the room holds, for what it held before anybody listened. */
  takeAll(): void {
    const nodes = [...this.room.nodes.all()].map((node) => node.id)
    const edges = [...this.room.edges.all()].map((edge) => edge.id)
    this.take({
      nodes: { added: nodes, updated: [], removed: [] },
      edges: { added: edges, updated: [], removed: [] },
    })
  }

  /** Runs after every paint: for panels that follow the canvas. */
  onPainted(follow: () => void): void {
    this.#painted.push(follow)
  }

  /** Where the camera has to be to show this, or everything. */
  fitted(box: Box | undefined = this.scene.bounds(), closest?: number): Camera {
    if (!box) return this.view.centered([0, 0], 1)
    return this.view.fitted(box, this.view.width < 640 ? margin.narrow : margin.wide, closest)
  }

  #takeCursors(): void {
    this.cursors.receive(performance.now())
    this.loop.redrawOverlay()
    this.#animateCursors()
  }

  #animateCursors(): void {
    if (this.cursors.moving(performance.now())) this.loop.animate(this.#stepCursors)
  }

  readonly #stepCursors = (nowMs: number): boolean => {
    this.loop.redrawOverlay()
    return this.cursors.moving(nowMs)
  }

  #paintScene(): void {
    this.visibleNodes = paintScene(this.stage, this.view, this.scene, this.wires, this.theme.palette)
  }

  #paintOverlay(): void {
    const { pixelRatio, overlay } = this.stage
    const { context } = overlay
    const scale = this.view.zoom * pixelRatio
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0)
    context.clearRect(0, 0, this.view.width, this.view.height)
    context.setTransform(scale, 0, 0, scale, -this.view.x * scale, -this.view.y * scale)
    const brush = { context, palette: this.theme.palette, zoom: this.view.zoom }
    paintOverlay(brush, this.draft, this.selection, this.scene, this.wires, (id) => this.room.edges.of(id))
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0)
    paintCursors(context, this.view, pixelRatio, this.cursors.at(performance.now()))
    for (const follow of this.#painted) follow()
  }
}
