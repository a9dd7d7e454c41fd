import type { CanvasNode } from '../canvas/node.ts'
import type { Environment } from '../environment.ts'
import { encodeGestureBegin } from '../protocol/gesture-begin.ts'
import { encodeGestureEnd } from '../protocol/gesture-end.ts'
import { encodeGestureMove } from '../protocol/gesture-move.ts'
import { gestureParts, partsOf, type GestureValue } from '../protocol/gesture-values.ts'
import type { FixedRect } from '../protocol/view.ts'
import type { Gesture } from './gesture.ts'
import { encodeHeld } from './held-values.ts'
import { Pacer } from './pacer.ts'

/** What the frames of a gesture need of the room. */
export interface GestureLane {
  /** As it is shown. */
  nodeOf(id: string): CanvasNode | undefined
  /** What these nodes cover on the canvas as they are shown, contents included. */
  boundsOf(ids: readonly string[]): FixedRect
  liveMs(): number
  /** @returns whether there was a connection to send it on. */
  send(frame: Uint8Array<ArrayBuffer>): boolean
}

/** One own gesture as the server hears of it, across sockets. */
export class GestureWire {
  /** Whether this socket's server has been told of it. */
  isBegun = false
  /** The room's number, once the server has told it. */
  roomNumber: number | undefined
  private sentMs = 0
  private readonly unsent = new Set<string>()
  private readonly indexOf: ReadonlyMap<string, number>
  private readonly pacer: Pacer
  readonly gesture: Gesture
  /** Our own number. */
  readonly number: number
  /** As it began: frames name nodes by their position here. */
  readonly nodes: readonly string[]
  private readonly lane: GestureLane
  private readonly environment: Environment

  constructor(gesture: Gesture, number: number, lane: GestureLane, environment: Environment) {
    this.gesture = gesture
    this.number = number
    this.nodes = gesture.nodes
    this.indexOf = new Map(this.nodes.map((id, index) => [id, index]))
    this.lane = lane
    this.environment = environment
    this.pacer = new Pacer(
      environment,
      () => lane.liveMs(),
      () => this.tell(),
    )
  }

  /** Tells the server of the gesture, as if for the first time, and of all that it has moved. */
  begin(): void {
    this.roomNumber = undefined
    this.isBegun = this.lane.send(encodeGestureBegin(this.number, this.nodes))
    if (!this.isBegun) return
    this.sentMs = this.environment.now()
    for (const id of this.nodes) if (this.gesture.valuesOf(id)) this.unsent.add(id)
    if (this.unsent.size > 0) this.pacer.now()
  }

  /** These nodes are elsewhere now. */
  moved(ids: readonly string[]): void {
    for (const id of ids) this.unsent.add(id)
    if (this.isBegun) this.pacer.ask()
  }

  /** Keeps the lease of a hand that rests. */
  keepAlive(): void {
    if (this.isBegun && this.environment.now() - this.sentMs >= restMs) this.pacer.now()
  }

  /** The hand let go. @param batch the batch with the result, 0 when nothing of it is in the document. */
  end(batch: number): void {
    if (this.isBegun) this.lane.send(encodeGestureEnd(this.number, batch))
    this.lost()
  }

  /** The gesture is over, or the socket is: nothing more of it is sent. */
  lost(): void {
    this.isBegun = false
    this.roomNumber = undefined
    this.pacer.stop()
  }

  /** One frame for each combination of parts, since all values of a frame have the same; one without values for a hand that rests. */
  private tell(): void {
    if (!this.isBegun) return
    this.sentMs = this.environment.now()
    const byParts = new Map<number, GestureValue[]>()
    for (const id of this.unsent) {
      const held = this.gesture.valuesOf(id)
      const node = this.lane.nodeOf(id)
      if (!held || !node) continue
      const value = encodeHeld(this.indexOf.get(id)!, held, node)
      const parts = partsOf(value)
      const values = byParts.get(parts)
      if (values) values.push(value)
      else byParts.set(parts, [value])
    }
    this.unsent.clear()
    if (byParts.size === 0) byParts.set(gestureParts.place, [])
    const bounds = this.lane.boundsOf(this.gesture.nodes)
    for (const [parts, values] of byParts)
      this.lane.send(encodeGestureMove({ gesture: this.number, parts, bounds, values }))
  }
}

/** The lease lasts 3 seconds. */
const restMs = 1_000
