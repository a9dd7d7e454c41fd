import { closeNameOf, type CloseName } from '@coplane/client/protocol/close-codes'
import { decodeDown, type DownFrame } from '@coplane/client/protocol/down'
import type { EventEntry } from '@coplane/client/protocol/event-entry'
import { encodeEvent } from '@coplane/client/protocol/event'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { encodeHello, type Hello } from '@coplane/client/protocol/hello'
import { encodeUpdate } from '@coplane/client/protocol/update'
import { subprotocol } from '@coplane/client/protocol/version'
import type { Roster } from '@coplane/client/protocol/roster'
import type { Welcome } from '@coplane/client/protocol/welcome'
import WebSocket from 'ws'
import * as Y from 'yjs'

/** What a raw member says of itself; what is left out is somebody who was never here. */
export type Introduction = Partial<Omit<Hello, 'type' | 'session'>> & { readonly session: Uint8Array }

/** A client without any logic but the document: says what a scenario says, and keeps what came. */
export class RawMember {
  readonly doc = new Y.Doc()
  welcome: Welcome | undefined
  /** The newest one that told of everybody. */
  roster: Roster | undefined
  /** The clientID that it says is its own. */
  readonly introduced: number
  /** Everything but live values, in the order in which it came. */
  readonly frames: DownFrame[] = []
  /** Of ticks, and of what HELLO missed; in order. */
  readonly events: EventEntry[] = []
  frameCount = 0
  isSynced = false
  /** How it ended: a name of the table, or the transport's number. */
  closed: CloseName | number | undefined
  /** What the server sent and no client can read. */
  garbled = 0
  private batch = 0
  private readonly socket: WebSocket

  /** @param introduction undefined for a socket that says nothing by itself. */
  constructor(url: string, introduction: Introduction | undefined) {
    this.introduced = introduction?.clientId ?? newcomer.clientId
    this.socket = new WebSocket(url, subprotocol, { perMessageDeflate: false })
    this.socket.binaryType = 'arraybuffer'
    this.socket.on('message', (data: ArrayBuffer) => this.receive(new Uint8Array(data)))
    this.socket.on('open', () => {
      if (introduction) this.say(encodeHello({ ...newcomer, ...introduction }))
    })
    // An error is always followed by a close.
    this.socket.on('error', () => undefined)
    this.socket.on('close', (code) => (this.closed = closeNameOf(code) ?? code))
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN
  }

  /** @param frame text only where something malformed is to be said. */
  say(frame: Uint8Array | string): void {
    if (this.isOpen) this.socket.send(frame)
  }

  /** Sends what is edited in its document from now on, transaction by transaction. */
  sayEdits(heard: (update: Uint8Array) => void): void {
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === fromServer) return
      this.sayUpdate(update)
      heard(update)
    })
  }

  /** Sends one update as the next batch. */
  sayUpdate(update: Uint8Array): void {
    this.say(encodeUpdate(++this.batch, update))
  }

  sayEvent(ref: number, key: string, body: Uint8Array): void {
    this.say(encodeEvent(ref, new TextEncoder().encode(key), body))
  }

  /** The frames of one type, in order. */
  all<Type extends DownFrame['type']>(type: Type): Extract<DownFrame, { type: Type }>[] {
    return this.frames.filter((frame): frame is Extract<DownFrame, { type: Type }> => frame.type === type)
  }

  close(): void {
    this.socket.close(1000)
  }

  /** Gone without a word. */
  terminate(): void {
    this.socket.terminate()
  }

  private receive(bytes: Uint8Array): void {
    this.frameCount++
    const frame = decodeDown(bytes)
    if (!frame) {
      this.garbled++
      return
    }
    if (frame.type === FrameType.live || frame.type === FrameType.overview) return
    this.frames.push(frame)
    if (frame.type === FrameType.welcome) this.welcome = frame
    else if (frame.type === FrameType.roster) this.roster = frame
    else if (frame.type === FrameType.sync) {
      for (const update of frame.updates)
        if (frame.encoding === 2) Y.applyUpdateV2(this.doc, update, fromServer)
        else Y.applyUpdate(this.doc, update, fromServer)
      if (frame.last) this.isSynced = true
    } else if (frame.type === FrameType.tick) {
      if (frame.update) Y.applyUpdate(this.doc, frame.update, fromServer)
      this.events.push(...frame.events)
    } else if (frame.type === FrameType.history && frame.ref === 0) this.events.push(...frame.events)
  }
}

/** The origin of what did not happen here. */
const fromServer = 'server'

const newcomer: Omit<Hello, 'type' | 'session'> = {
  role: 'editor',
  clientId: 1,
  epoch: 0,
  eventSeq: 0,
  stateVector: Uint8Array.of(0),
  profile: Uint8Array.of(0x80),
}
