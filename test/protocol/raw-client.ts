import * as Y from 'yjs'
import { closeNameOf, type CloseName } from '@coplane/client/protocol/close-codes'
import { decodeDown, type DownFrame } from '@coplane/client/protocol/down'
import { FrameType } from '@coplane/client/protocol/frame-type'
import type { UpFrame } from '@coplane/client/protocol/up'
import { FaultyStore } from '../support/sim/faulty-store.ts'
import { SeededRandom } from '../support/sim/seeded-random.ts'
import type { SimLink } from '../support/sim/sim-link.ts'
import { SimServer } from '../support/sim/sim-server.ts'
import { VirtualClock } from '../support/sim/virtual-clock.ts'
import { bytesOf, encodeFrame, type FrameName } from './golden.ts'

/** A server on a virtual clock, for clients that speak frame by frame. */
export class RawWorld {
  readonly clock = new VirtualClock()
  readonly store = new FaultyStore(this.clock)
  readonly server = new SimServer(this.clock, new SeededRandom(1), this.store)

  /** A socket that has opened and said nothing. */
  async open(room = 'board'): Promise<RawClient> {
    const client = new RawClient(this.server.accept(room))
    await this.clock.pass(100)
    return client
  }

  /** A member of the room: HELLO was said and answered; what came is still to be taken. */
  async join(hello: Partial<Hello> = {}, room = 'board'): Promise<RawClient> {
    const client = await this.open(room)
    client.say({ ...firstHello, ...hello })
    await this.clock.pass(100)
    return client
  }
}

type Hello = Extract<UpFrame, { type: typeof FrameType.hello }>

/** What somebody says who was never here. */
export const firstHello: Hello = {
  type: FrameType.hello,
  clientId: 1,
  epoch: 0,
  eventSeq: 0,
  session: bytesOf('000102030405060708090a0b0c0d0e0f'),
  stateVector: bytesOf('00'),
  profile: bytesOf('80'),
}

/** A client without any logic: says what the test says, keeps what comes. */
export class RawClient {
  /** How the server ended it. */
  closed: CloseName | undefined
  readonly link: SimLink
  private frames: DownFrame[] = []

  constructor(link: SimLink) {
    this.link = link
    link.onmessage = ({ data }) => {
      const frame = decodeDown(new Uint8Array(data as ArrayBuffer))
      if (!frame) throw new Error('the server sent what is not a frame')
      this.frames.push(frame)
    }
    link.onclose = ({ code }) => {
      this.closed = closeNameOf(code)
    }
  }

  say(frame: UpFrame): void {
    this.link.send(encodeFrame(frame))
  }

  /** Everything that came since the last call, in order. */
  take(): DownFrame[] {
    return this.frames.splice(0)
  }

  /** The frames of one type among everything that came since the last `take`. */
  all<Name extends FrameName>(name: Name): Extract<DownFrame, { type: (typeof FrameType)[Name] }>[] {
    const type = FrameType[name]
    return this.frames.filter((frame): frame is Extract<DownFrame, { type: (typeof FrameType)[Name] }> => frame.type === type)
  }
}

/** The names of frames, in order. */
export function namesOf(frames: readonly DownFrame[]): string[] {
  const byType = new Map(Object.entries(FrameType).map(([name, type]) => [type, name]))
  return frames.map(({ type }) => byType.get(type)!)
}

/** A Yjs document that writes one word after the other, each as one update. */
export class Author {
  private readonly doc = new Y.Doc()

  constructor(clientId: number) {
    this.doc.clientID = clientId
  }

  write(word: string): Uint8Array {
    const before = Y.encodeStateVector(this.doc)
    this.doc.getArray('words').push([word])
    return Y.encodeStateAsUpdate(this.doc, before)
  }

  get stateVector(): Uint8Array {
    return Y.encodeStateVector(this.doc)
  }
}

/** The words that SYNC and TICK frames tell, to somebody who had none. */
export function wordsOf(frames: readonly DownFrame[]): string[] {
  const doc = new Y.Doc()
  for (const frame of frames) {
    if (frame.type === FrameType.tick && frame.update) Y.applyUpdate(doc, frame.update)
    if (frame.type !== FrameType.sync) continue
    for (const update of frame.updates)
      if (frame.encoding === 2) Y.applyUpdateV2(doc, update)
      else Y.applyUpdate(doc, update)
  }
  return doc.getArray<string>('words').toArray()
}
