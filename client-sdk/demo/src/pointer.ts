import type { Board } from './board.ts'
import type { Point } from '@coplane/client/bind'
import { land } from './flight.ts'
import type { Hit } from './hit.ts'
import { hitTest } from './hit.ts'
import { isGroup } from './kinds.ts'
import { pinch } from './pinch.ts'
import type { Press } from './press.ts'
import { linkPress, marqueePress, panPress, placePress } from './press.ts'
import { dragPress } from './press-drag.ts'

/** CSS pixels that a pointer may tremble before it counts as moving. Fingers tremble more. */
const slackPx = { mouse: 3, touch: 8 } as const
const doubleClickMs = 350

export interface PointerActions {
  /** Opens the label of a node for editing. */
  edit(id: string): void
  /** A double-click on nothing. */
  create(at: Point): void
  /** The armed kind was put down, or not. */
  disarm(): void
}

/** Turns pointer events into presses: one at a time, two fingers are a pinch. */
export class Pointer {
  readonly #board: Board
  readonly #actions: PointerActions
  readonly #fingers = new Map<number, Point>()
  #press:
    | { readonly press: Press; readonly pointer: number; readonly from: Point; moved: boolean }
    | undefined
  #lastClick: { readonly at: Point; readonly ms: number } | undefined
  /** While the space bar is down every drag pans. */
  spaceHeld = false

  constructor(board: Board, actions: PointerActions) {
    this.#board = board
    this.#actions = actions
    const { canvas } = board.stage.overlay
    canvas.addEventListener('pointerdown', (event) => this.#down(event))
    canvas.addEventListener('pointermove', (event) => this.#move(event))
    canvas.addEventListener('pointerup', (event) => this.#up(event))
    canvas.addEventListener('pointercancel', (event) => {
      this.#fingers.delete(event.pointerId)
      this.cancel()
    })
    canvas.addEventListener('pointerleave', () => this.#leave())
  }

  get busy(): boolean {
    return this.#press !== undefined
  }

  /** Gives up the press as if it had never begun. */
  cancel(): void {
    this.#press?.press.cancel()
    this.#press = undefined
    this.#showCursor({ on: 'nothing' })
  }

  #down(event: PointerEvent): void {
    if (event.button > 1) return
    const { stage } = this.#board
    const at = stage.point(event)
    stage.overlay.canvas.focus({ preventScroll: true })
    stage.overlay.canvas.setPointerCapture(event.pointerId)
    event.preventDefault()
    land(this.#board)
    this.#fingers.set(event.pointerId, at)
    if (this.#fingers.size > 1) return this.cancel()
    const press = this.#begin(event, at)
    this.#press = press && { press, pointer: event.pointerId, from: at, moved: false }
  }

  #begin(event: PointerEvent, at: Point): Press | undefined {
    const board = this.#board
    const { draft, selection } = board
    if (event.button === 1 || this.spaceHeld) return panPress(board, at, false)
    if (draft.armed) return placePress(board, draft.armed, () => this.#actions.disarm())
    const hit = hitTest(board, at)
    const double = this.#isDouble(at)
    switch (hit.on) {
      case 'handle':
        return linkPress(board, hit.id)
      case 'node':
        if (double) return void this.#actions.edit(hit.id)
        return this.#grab(hit.id, at, event.shiftKey)
      case 'edge':
        if (event.shiftKey) selection.toggleEdge(hit.id)
        else selection.replace([], [hit.id])
        return panPress(board, at, false)
      case 'nothing':
        if (event.shiftKey) return marqueePress(board, at)
        if (double) return void this.#actions.create(board.view.toCanvas(at))
        return panPress(board, at, true)
      default:
        return hit satisfies never
    }
  }

  #grab(id: string, at: Point, shift: boolean): Press {
    const { selection, draft } = this.#board
    const wasSelected = selection.nodes.has(id)
    if (shift) selection.toggleNode(id)
    else if (!wasSelected) selection.replace([id])
    draft.hovered = id
    // A click on one of several selected nodes means that one; a drag means all of them.
    return dragPress(this.#board, id, at, () => {
      if (wasSelected && !shift) selection.replace([id])
    })
  }

  #move(event: PointerEvent): void {
    const board = this.#board
    const at = board.stage.point(event)
    board.room.cursor.set(board.view.toCanvas(at))
    const before = this.#fingers.get(event.pointerId)
    if (this.#fingers.size > 1) {
      if (before) pinch(board.view, [...this.#fingers.entries()], event.pointerId, at)
      if (before) this.#fingers.set(event.pointerId, at)
      return
    }
    if (before) this.#fingers.set(event.pointerId, at)
    const current = this.#press
    if (!current) return this.#hover(at, event.pointerType)
    if (current.pointer !== event.pointerId) return
    const slack = event.pointerType === 'touch' ? slackPx.touch : slackPx.mouse
    if (!current.moved && Math.hypot(at[0] - current.from[0], at[1] - current.from[1]) < slack) return
    current.moved = true
    board.stage.overlay.canvas.style.cursor ||= 'grabbing'
    current.press.move(at)
  }

  #up(event: PointerEvent): void {
    this.#fingers.delete(event.pointerId)
    const current = this.#press
    if (!current || current.pointer !== event.pointerId) return
    this.#press = undefined
    const at = this.#board.stage.point(event)
    this.#lastClick = current.moved ? undefined : { at, ms: event.timeStamp }
    current.press.end(at, current.moved)
    this.#hover(at, event.pointerType)
  }

  #leave(): void {
    this.#board.room.cursor.set(undefined)
    if (this.#press) return
    const { draft, loop } = this.#board
    draft.hovered = undefined
    draft.hoveredEdge = undefined
    draft.ghost = undefined
    loop.redrawOverlay()
  }

  #hover(at: Point, pointerType: string): void {
    if (pointerType === 'touch') return
    const { draft, loop, view, canvas } = this.#board
    if (draft.armed) {
      draft.ghost = view.toCanvas(at)
      loop.redrawOverlay()
      return this.#showCursor({ on: 'nothing' })
    }
    const hit = hitTest(this.#board, at)
    const item = hit.on === 'node' || hit.on === 'handle' ? canvas.node(hit.id) : undefined
    const hovered = item && !isGroup(item) ? item.id : undefined
    const hoveredEdge = hit.on === 'edge' ? hit.id : undefined
    this.#showCursor(hit)
    if (draft.hovered === hovered && draft.hoveredEdge === hoveredEdge) return
    draft.hovered = hovered
    draft.hoveredEdge = hoveredEdge
    loop.redrawOverlay()
  }

  #showCursor(hit: Hit): void {
    const { stage, draft } = this.#board
    const shape = { handle: 'crosshair', node: 'move', edge: 'pointer', nothing: '' }[hit.on]
    stage.overlay.canvas.style.cursor = draft.armed ? 'crosshair' : this.spaceHeld ? 'grab' : shape
  }

  #isDouble(at: Point): boolean {
    const last = this.#lastClick
    this.#lastClick = undefined
    if (!last || performance.now() - last.ms > doubleClickMs) return false
    return Math.hypot(at[0] - last.at[0], at[1] - last.at[1]) < slackPx.touch * 2
  }
}
