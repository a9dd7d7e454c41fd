import { closeNameOf, type CloseName } from '@coplane/client/protocol/close-codes'
import { decodeDown, type DownFrame } from '@coplane/client/protocol/down'
import { FrameType } from '@coplane/client/protocol/frame-type'
import type { UpFrame } from '@coplane/client/protocol/up'
import type { SimLink } from '../support/sim/sim-link.ts'
import { encodeFrame } from './encode-frame.ts'
import { bytesOf, type FrameName } from './golden.ts'

export type Hello = Extract<UpFrame, { type: typeof FrameType.hello }>

/** What somebody says who was never here. */
export const firstHello: Hello = {
  type: FrameType.hello,
  role: 'editor',
  clientId: 1,
  epoch: 0,
  eventSeq: 0,
  session: bytesOf('000102030405060708090a0b0c0d0e0f'),
  stateVector: bytesOf('00'),
  profile: bytesOf('80'),
}

/** Somebody else, who was never here either. */
export const secondSession = { session: bytesOf('f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff'), clientId: 2 }

export function update(batch: number, bytes: Uint8Array): UpFrame {
  return { type: FrameType.update, batch, update: bytes }
}

export function event(ref: number, key: string, body = bytesOf('c0')): UpFrame {
  return { type: FrameType.event, ref, key: new TextEncoder().encode(key), body }
}

/** A client without any logic: says what the test says, keeps what comes. */
export class RawClient {
  /** How the server ended it. */
  closed: CloseName | undefined
  readonly link: SimLink
  private readonly frames: DownFrame[] = []

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
    return this.frames.filter(
      (frame): frame is Extract<DownFrame, { type: (typeof FrameType)[Name] }> => frame.type === type,
    )
  }
}

/** The names of frames, in order. */
export function namesOf(frames: readonly DownFrame[]): string[] {
  const byType = new Map(Object.entries(FrameType).map(([name, type]) => [type, name]))
  return frames.map(({ type }) => byType.get(type)!)
}
