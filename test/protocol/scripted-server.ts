import { endlessAccess } from '@coplane/client/protocol/access'
import * as Y from 'yjs'
import type { DownFrame } from '@coplane/client/protocol/down'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { decodeUp, type UpFrame } from '@coplane/client/protocol/up'
import type { ClientSocket, Environment } from '../../client-sdk/src/environment.ts'
import type { RoomOptions } from '../../client-sdk/src/room-options.ts'
import { Room } from '../../client-sdk/src/room.ts'
import { VirtualClock } from '../support/sim/virtual-clock.ts'
import { encodeFrame } from './encode-frame.ts'
import { bytesOf, type FrameName } from './golden.ts'

/** One socket of the SDK's, with the test at the other end. */
export class ScriptedSocket implements ClientSocket {
  binaryType = 'blob'
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null
  onerror: ((event: unknown) => void) | null = null
  readonly heard: UpFrame[] = []
  /** The subprotocols that it was opened with. */
  readonly protocols: readonly string[]
  /** The code that the client closed it with. */
  closedWith: number | undefined

  constructor(protocols: readonly string[]) {
    this.protocols = protocols
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    const frame = decodeUp(bytes)
    if (!frame) throw new Error('the client sent what is not a frame')
    this.heard.push(frame)
  }

  close(code = 1000): void {
    this.closedWith = code
  }

  say(...frames: DownFrame[]): void {
    for (const frame of frames) this.sayBytes(encodeFrame(frame))
  }

  sayBytes(bytes: Uint8Array<ArrayBuffer>): void {
    this.onmessage?.({ data: bytes.buffer })
  }

  all<Name extends FrameName>(name: Name): Extract<UpFrame, { type: (typeof FrameType)[Name] }>[] {
    const type = FrameType[name]
    return this.heard.filter(
      (frame): frame is Extract<UpFrame, { type: (typeof FrameType)[Name] }> => frame.type === type,
    )
  }
}

/** The SDK in a room whose server says what the test says. */
export class ScriptedServer {
  readonly clock = new VirtualClock()
  readonly sockets: ScriptedSocket[] = []
  readonly room: Room
  private readonly hiding: (() => void)[] = []
  private readonly watching: ((isHidden: boolean) => void)[] = []

  constructor(options: RoomOptions = {}) {
    const environment: Environment = {
      openSocket: (_url, protocols) => {
        const socket = new ScriptedSocket(protocols)
        this.sockets.push(socket)
        return socket
      },
      now: () => this.clock.now(),
      soon: (run) => this.clock.soon(run),
      after: (delayMs, run) => this.clock.after(delayMs, run),
      onFrame: (run) => void this.clock.after(16, run),
      random: () => 0.5,
      onOnline: () => () => undefined,
      onHide: (run) => {
        this.hiding.push(run)
        return () => undefined
      },
      onVisibility: (run) => {
        this.watching.push(run)
        return () => undefined
      },
      askBeforeLeaving: () => () => undefined,
    }
    const doc = new Y.Doc()
    doc.clientID = 7
    this.room = new Room('ws://scripted', 'board', { doc, ...options }, environment)
  }

  get socket(): ScriptedSocket {
    return this.sockets.at(-1)!
  }

  /** The page goes to the background or comes back. */
  show(isShown: boolean): void {
    if (!isShown) for (const run of this.hiding) run()
    for (const run of this.watching) run(!isShown)
  }

  /** Lets the newest socket open and answers its hello. */
  async welcome(
    change: { readonly epoch?: number; readonly seq?: number } & Partial<Welcome> = {},
  ): Promise<void> {
    this.socket.onopen?.()
    const { seq = 10 } = change
    this.socket.say({ ...welcome, ...change }, { ...emptySync, seq }, emptyRoster)
    await this.clock.pass(100)
  }

  /** The newest socket breaks, and the SDK's wait is over. */
  async reconnect(code = 1006): Promise<void> {
    this.socket.onclose?.({ code, reason: '' })
    await this.clock.pass(5_000)
  }
}

type Welcome = Extract<DownFrame, { type: typeof FrameType.welcome }>

const welcome: Welcome = {
  type: FrameType.welcome,
  eventsRecovered: false,
  role: 'editor',
  tickMs: 16,
  liveMs: 33,
  epoch: 5,
  seq: 10,
  durableSeq: 10,
  eventSeq: 0,
  member: 0,
  accessS: endlessAccess,
  stateVector: bytesOf('00'),
}

/** A whole document, and nothing in it. */
export const emptySync = { type: FrameType.sync, last: true, encoding: 1, seq: 10, updates: [] } as const

/** Nobody, and nothing in anybody's hands. */
export const emptyRoster = {
  type: FrameType.roster,
  fresh: true,
  total: 1,
  next: undefined,
  members: [],
  gestures: [],
} as const

/** Nothing that moved. */
export const emptyLive = {
  type: FrameType.live,
  fresh: false,
  liveMs: 33,
  near: undefined,
  wide: [],
  gone: [],
  selections: [],
  gestures: [],
} as const

/** The history that HELLO missed. */
export const missedHistory = { type: FrameType.history, ref: 0, recovered: true, eventSeq: 3 } as const

/** A tick with nothing in it. */
export const emptyTick = {
  type: FrameType.tick,
  tickMs: 16,
  seq: 11,
  durableSeq: 10,
  update: undefined,
  events: [],
  gestures: [],
  roster: [],
} as const
