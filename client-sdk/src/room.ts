import * as Y from 'yjs'
import { Canvas, type ChangeSet } from './canvas/canvas.ts'
import type { Clip, PasteOptions } from './canvas/clip.ts'
import type { Edges } from './canvas/edges.ts'
import type { Nodes } from './canvas/nodes.ts'
import type { ConnectionState } from './connection-state.ts'
import type { Environment } from './environment.ts'
import { Events } from './events.ts'
import { FrameLoop } from './frame-loop.ts'
import { History } from './history/history.ts'
import { Recorder } from './history/recorder.ts'
import { Listeners } from './listeners.ts'
import { Meta } from './meta.ts'
import { roots } from './model/layout.ts'
import { editorId, viewerId } from './model/writer-ids.ts'
import type { Cursors } from './live/cursors.ts'
import type { Gesture } from './live/gesture.ts'
import { Live } from './live/live.ts'
import type { OthersGestures } from './live/others-gestures.ts'
import type { Others } from './live/others.ts'
import type { Overview } from './live/overview.ts'
import type { View } from './live/viewport.ts'
import { packValue } from './packing.ts'
import { sessionIdBytes } from './protocol/hello.ts'
import { encodeProfile } from './protocol/profile.ts'
import { mayEdit, type Role } from './protocol/role.ts'
import { base36 } from './random-id.ts'
import type { Reject } from './reject.ts'
import { RoomClosedError } from './room-closed-error.ts'
import type { RoomOptions } from './room-options.ts'
import { Self } from './self.ts'
import { Session } from './session.ts'
import { Figures, type RoomStats } from './stats.ts'
import { syncStatusOf, type SyncStatus } from './sync-status.ts'

/** `connecting` until the first sync; `offline` after several failed attempts to come back. */
export type RoomStatus = 'connecting' | 'connected' | 'reconnecting' | 'offline' | 'closed'

/** One canvas and everybody on it. Usable at once: edits made before the connection, or without one, are sent later. */
export class Room {
  readonly name: string
  readonly doc: Y.Doc
  readonly nodes: Nodes
  readonly edges: Edges
  readonly meta: Meta
  /** Undo and redo of this session's own edits. */
  readonly history: History
  readonly others: Others
  /** The others' cursors, for painting. */
  readonly cursors: Cursors
  /** What the others have in hand, for painting. */
  readonly gestures: OthersGestures
  /** Roughly where everybody is, for a minimap. */
  readonly overview: Overview
  readonly events: Events
  /** Resolves after the first sync; rejects with RoomClosedError when that can never be. */
  readonly ready: Promise<void>
  /** Resolves once what this device keeps of the room is shown; at once where it keeps nothing. Never rejects. */
  readonly loaded: Promise<void>
  /** This member. */
  readonly self: Self
  /** This member's cursor, in canvas units; undefined when the pointer leaves the canvas. */
  readonly cursor: { set(point: readonly [x: number, y: number] | undefined): void }
  /** What this member has selected, as the others see it: ids of nodes and edges. */
  readonly selection: { set(ids: Iterable<string>): void; get(): readonly string[] }
  /** What this page shows of the canvas, in canvas units: the room sends the cursors and gestures there. */
  readonly viewport: { set(view: View): void; get(): View | undefined }
  private readonly canvas: Canvas
  private readonly session: Session
  private readonly live: Live
  private readonly frames: FrameLoop
  private readonly recorder: Recorder
  private readonly statusListeners = new Listeners<[]>()
  private readonly rejectListeners = new Listeners<[Reject]>()
  private readonly environment: Environment
  private readonly figures: Figures
  private readonly stopAsking: () => void
  private wasSynced = false
  private settleReady: { readonly resolve: () => void; readonly reject: (error: Error) => void } = {
    resolve: ignore,
    reject: ignore,
  }

  /** Use `connect` or `openRoom`. */
  constructor(url: string, name: string, options: RoomOptions, environment: Environment) {
    this.name = name
    this.environment = environment
    this.doc = options.doc ?? new Y.Doc()
    const { role, token } = options
    if (role && !mayEdit(role)) this.doc.clientID = viewerId(environment.random())
    else if (!options.doc) this.doc.clientID = editorId(this.doc.clientID)
    this.frames = new FrameLoop(environment)
    const sessionId = Uint8Array.from({ length: sessionIdBytes }, () => environment.random() * 256)
    const newId = (): string => base36(environment.random) + base36(environment.random)
    this.recorder = new Recorder(this.doc, (origin) => this.session.isForeign(origin))
    this.canvas = new Canvas(this.doc, this.frames, newId, {
      mayWrite: () => this.session.edits.mayWrite,
      schema: options.schema,
      reject: (reject) => this.rejectListeners.tell(reject),
    })
    this.history = new History(this.recorder, this.canvas, this.frames, this.canvas.gate)
    this.nodes = this.canvas.nodes
    this.edges = this.canvas.edges
    this.meta = new Meta(this.doc.getMap(roots.meta), this.canvas.gate)
    const send = (frame: Uint8Array<ArrayBuffer>): boolean => {
      if (!this.session.connection.isLive) return false
      this.session.connection.send(frame)
      return true
    }
    this.live = this.openLive(send)
    this.others = this.live.others
    this.cursors = this.live.cursors
    this.gestures = this.live.gestures
    this.overview = this.live.overview
    this.cursor = this.live.cursor
    this.selection = this.live.selection
    this.viewport = this.live.viewport
    this.events = new Events((frame) => {
      // Whoever hears of it finds what its author had written before.
      this.session.edits.flush()
      send(frame)
    }, newId())
    this.self = new Self(
      options.profile ?? {},
      () => (this.session.connection.isLive ? this.others.self : undefined),
      (profile) => {
        send(encodeProfile(packValue(profile)))
        this.changed()
      },
    )
    this.figures = new Figures(environment.now())
    this.ready = new Promise((resolve, reject) => {
      this.settleReady = { resolve, reject }
    })
    // Whoever does not wait for it must not be told of its rejection as of an unhandled one.
    this.ready.catch(ignore)
    this.session = new Session(
      url,
      {
        doc: this.doc,
        live: this.live,
        events: this.events,
        sessionId,
        role,
        token,
        offline: options.offline || undefined,
        recorder: this.recorder,
        profile: () => packValue(this.self.profile),
        takeBack: (changes) => this.history.takeBack(changes),
        rejected: (reject) => this.rejectListeners.tell(reject),
        changed: () => this.changed(),
        connectionChanged: (state) => this.connectionChanged(state),
      },
      environment,
    )
    this.loaded = this.session.copy?.loaded ?? Promise.resolve()
    this.stopAsking = options.warnOnLeave ? environment.askBeforeLeaving(() => this.sync.atRisk > 0) : ignore
    this.session.start()
  }

  get status(): RoomStatus {
    const { state } = this.session.connection
    if (state.is === 'closed') return 'closed'
    if (state.is === 'live') return 'connected'
    if (state.attempt >= attemptsUntilOffline) return 'offline'
    return this.wasSynced ? 'reconnecting' : 'connecting'
  }

  get sync(): SyncStatus {
    return syncStatusOf(this.session)
  }

  /** What this member may do now: what the server granted; before it has, what was asked for, or `editor`. */
  get role(): Role {
    return this.session.edits.role
  }

  /** What `token` threw or rejected with last, while the room waits for it. */
  get tokenFailure(): unknown {
    return this.session.credentials.failure
  }

  /**
   * Takes nodes in hand to move, resize or turn them: everybody sees it at once, and the document changes when the hand
   * lets go. Ids that are not on the canvas are left out. A gesture that cannot be is `rejected` from the start or as soon as
   * the server says so, and `onReject` hears why: `held` by somebody else, `gone`, `forbidden` to a viewer, `too-large`.
   */
  gesture(ids: Iterable<string>): Gesture {
    return this.live.ownGestures.begin(ids)
  }

  /** Brings the member's cursor wherever it is, until undefined ends it. Moving the view there is up to the application. */
  follow(member: number | undefined): void {
    this.live.viewport.follow(member)
  }

  /** Makes several edits one: one transaction, one message, one notification, one undo step. Nests. */
  batch<T>(edit: () => T): T {
    return this.canvas.batch(edit)
  }

  /**
   * Nodes with everything in them, and the edges among them, as plain JSON. Unknown ids are ignored.
   * @example clipboard.writeText(JSON.stringify(room.copy(room.selection.get())))
   */
  copy(ids: Iterable<string>): Clip {
    return this.canvas.copy(ids)
  }

  /**
   * Makes what was copied anew, with new ids, as one edit; from this room or another one.
   * @returns the ids of the outermost new nodes, which is what to select. @throws TypeError for what is no clip.
   * @example room.paste(JSON.parse(await clipboard.readText()), { dx: 24, dy: 24 })
   */
  paste(clip: Clip, options: PasteOptions = {}): string[] {
    return this.canvas.paste(clip, options)
  }

  /** Calls back with what changed on the canvas, own edits included, once per animation frame. */
  subscribe(listener: (changes: ChangeSet) => void): () => void {
    return this.canvas.subscribe(listener)
  }

  /**
   * Runs `paint` once in the next animation frame, after everything that changed was told: asked for by a subscriber, in
   * that same frame. For whoever paints. `nowMs` is monotonic, the clock of `requestAnimationFrame`.
   */
  onNextFrame(paint: (nowMs: number) => void): void {
    this.frames.askPaint(paint)
  }

  /** Calls back when `status`, `sync` or `self` may have changed, at most once per animation frame. */
  onStatus(listener: () => void): () => void {
    return this.statusListeners.add(listener)
  }

  /**
   * Calls back when something that was asked for here did not happen, or was taken back.
   * @example room.onReject(({ reason, message }) => toast(`${reason}: ${message}`))
   */
  onReject(listener: (reject: Reject) => void): () => void {
    return this.rejectListeners.add(listener)
  }

  stats(): RoomStats {
    return this.figures.look(this.session, this.live, this.environment.now())
  }

  /** Leaves the room for good. The document stays readable; edits from now on stay local. */
  close(): void {
    this.live.close()
    this.stopAsking()
    this.session.close()
  }

  /** Removes what this device keeps of the room, unsaved edits included, and keeps nothing more. Rejects when the store fails. */
  async forgetOffline(): Promise<void> {
    await this.session.copy?.forget()
  }

  private openLive(send: (frame: Uint8Array<ArrayBuffer>) => boolean): Live {
    return new Live(
      {
        canvas: this.canvas,
        history: this.history,
        frames: this.frames,
        mayWrite: () => this.session.edits.mayWrite,
        send,
        flush: () => this.session.edits.flush(),
        hasWaiting: () => this.session.edits.outbox.hasWaiting,
        reject: (reject) => this.rejectListeners.tell(reject),
      },
      this.environment,
    )
  }

  private changed(): void {
    this.frames.ask(this.tellStatus)
  }

  private connectionChanged(state: ConnectionState): void {
    if (state.is === 'live') {
      this.wasSynced = true
      this.settleReady.resolve()
    } else if (state.is === 'closed') {
      const error = new RoomClosedError(state.code, state.reason)
      this.settleReady.reject(error)
      this.events.close(error)
    }
    this.changed()
  }

  private readonly tellStatus = (): void => this.statusListeners.tell()
}

const attemptsUntilOffline = 3

function ignore(): void {
  // Nobody waits for it.
}
