import type { Canvas } from '../canvas/canvas.ts'
import type { CanvasNode } from '../canvas/node.ts'
import type { Environment } from '../environment.ts'
import type { FrameLoop } from '../frame-loop.ts'
import type { History } from '../history/history.ts'
import type { WireError } from '../protocol/error.ts'
import type { Live as LiveFrame } from '../protocol/live.ts'
import type { Overview as OverviewFrame } from '../protocol/overview.ts'
import type { Roster } from '../protocol/roster.ts'
import type { Tick } from '../protocol/tick.ts'
import type { Welcome } from '../protocol/welcome.ts'
import type { Reject } from '../reject.ts'
import { Cursors } from './cursors.ts'
import { boundsOf } from './gesture-bounds.ts'
import { Others } from './others.ts'
import { OthersGestures } from './others-gestures.ts'
import { Overview } from './overview.ts'
import { OwnCursor } from './own-cursor.ts'
import { OwnGestures } from './own-gestures.ts'
import { OwnSelection } from './own-selection.ts'
import { RosterAsks } from './roster-asks.ts'
import { Viewport } from './viewport.ts'

/** What the live lane needs of a room. */
export interface LiveParts {
  readonly canvas: Canvas
  readonly history: History
  readonly frames: FrameLoop
  mayWrite(): boolean
  /** @returns whether there was a connection to send it on. */
  send(frame: Uint8Array<ArrayBuffer>): boolean
  /** Sends the edits that wait. */
  flush(): void
  hasWaiting(): boolean
  reject(reject: Reject): void
}

/** Everything of a room that is shown and not kept: who is here, where they point, what they have in hand. */
export class Live {
  readonly others: Others
  readonly cursors: Cursors
  readonly overview: Overview
  readonly gestures: OthersGestures
  readonly cursor: OwnCursor
  readonly selection: OwnSelection
  readonly viewport: Viewport
  readonly ownGestures: OwnGestures
  /** How often live values are worth sending now. */
  liveMs = 50
  /** LIVE frames that came. */
  frames = 0
  bytes = 0
  private readonly cover: (nodes: readonly string[]) => void
  private readonly stopListening: readonly (() => void)[]

  constructor(parts: LiveParts, environment: Environment) {
    const { canvas, frames } = parts
    this.cover = (nodes) => canvas.cover(nodes)
    const send = (frame: Uint8Array<ArrayBuffer>): boolean => parts.send(frame)
    const everyMs = (): number => this.liveMs
    this.cursors = new Cursors(environment, frames, (member) => this.others.profileOf(member))
    this.others = new Others(frames, this.cursors, new RosterAsks((run) => environment.soon(run), send))
    this.cursor = new OwnCursor(environment, everyMs, send)
    this.selection = new OwnSelection(environment, everyMs, send)
    this.viewport = new Viewport(environment, everyMs, send)
    this.overview = new Overview(frames, (isWanted) => this.viewport.wantOverview(isWanted))
    this.gestures = new OthersGestures({
      committed: (id) => canvas.nodes.committed(id),
      cover: (ids) => canvas.cover(ids),
      isOther: (member) => this.others.isOther(member),
      now: () => environment.now(),
    })
    this.ownGestures = new OwnGestures(
      {
        nodeOf: (id) => canvas.nodes.get(id),
        boundsOf: (ids) => boundsOf(ids, canvas.nodes),
        write: (id, values) => void canvas.nodes.update(id, values),
        openStep: () => parts.history.open(),
        cover: (ids) => canvas.cover(ids),
        isHeld: (id) => this.gestures.holderOf(id) !== undefined,
        member: () => this.others.self,
        mayWrite: () => parts.mayWrite(),
        reject: (reject) => parts.reject(reject),
        liveMs: everyMs,
        send,
        flush: () => parts.flush(),
        hasWaiting: () => parts.hasWaiting(),
      },
      environment,
    )
    canvas.overlayNodes((node) => this.shown(node))
    this.stopListening = [
      environment.onHide(() => this.ownGestures.commitAll()),
      canvas.subscribe(({ nodes }) => this.ownGestures.removed(nodes.removed)),
    ]
  }

  welcomed({ member, liveMs }: Welcome): void {
    this.others.self = member
    this.liveMs = liveMs
  }

  rostered(roster: Roster): void {
    this.others.rostered(roster)
    if (!roster.fresh) return
    const { self } = this.others
    this.ownGestures.startOver(roster.gestures)
    this.gestures.startOver(roster.gestures.filter((entry) => entry.op !== 'began' || entry.member !== self))
  }

  /** The tick's document changes have been applied: what a gesture showed and what its commit wrote never alternate. */
  ticked({ roster, gestures }: Tick): void {
    this.others.ticked(roster)
    if (gestures.length === 0) return
    const { self } = this.others
    this.ownGestures.ticked(gestures)
    this.gestures.ticked(gestures.filter((entry) => entry.op !== 'began' || entry.member !== self))
  }

  lived(live: LiveFrame, bytes: number): void {
    this.frames++
    this.bytes += bytes
    this.liveMs = live.liveMs
    this.others.lived(live)
    this.gestures.lived(live)
  }

  overviewed(overview: OverviewFrame): void {
    this.overview.receive(overview)
  }

  /** The server would not have a GESTURE-BEGIN. */
  refused({ ref, reason, message }: WireError): void {
    this.ownGestures.refused(ref, reason, message)
  }

  /** A new socket whose server knows nothing of this. The document's edits have been sent. */
  resend(): void {
    this.viewport.resend()
    this.cursor.resend()
    this.selection.resend()
    this.ownGestures.resend()
    // The member's index may be another one than before.
    this.cover(this.ownGestures.nodes())
  }

  /** The connection is gone, and with it everybody. */
  lost(): void {
    this.ownGestures.lost()
    this.gestures.clear()
    this.others.clear()
    this.cursors.clear()
    this.overview.clear()
  }

  /** The room is about to close; what is in hand is let go and can still be sent. */
  close(): void {
    this.ownGestures.commitAll()
    for (const stop of this.stopListening) stop()
    this.cursor.stop()
    this.selection.stop()
    this.viewport.stop()
  }

  /** The node where a hand has it; the own one comes first, for the server may not have said yet who has it. */
  private shown(node: CanvasNode): CanvasNode {
    const { id } = node
    if (this.ownGestures.has(id))
      return Object.freeze({ ...node, ...this.ownGestures.valuesOf(id), heldBy: this.others.self })
    const heldBy = this.gestures.holderOf(id)
    return heldBy === undefined ? node : Object.freeze({ ...node, ...this.gestures.valuesOf(id), heldBy })
  }
}
