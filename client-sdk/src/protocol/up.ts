import { decodeCursor, type Cursor } from './cursor.ts'
import { decodeEvent, type Event } from './event.ts'
import { FrameType } from './frame-type.ts'
import { decodeHello, type Hello } from './hello.ts'
import { decodePing, type Ping } from './ping.ts'
import { decodeProfile, type Profile } from './profile.ts'
import { decodeUpdate, type Update } from './update.ts'

/** Every frame that a client sends. */
export type UpFrame = Hello | Update | Cursor | Profile | Event | Ping

/** @returns the frame, or undefined for anything that is not exactly one well-formed frame; never throws. */
export function decodeUp(bytes: Uint8Array): UpFrame | undefined {
  switch (bytes[0]) {
    case FrameType.hello:
      return decodeHello(bytes)
    case FrameType.update:
      return decodeUpdate(bytes)
    case FrameType.cursor:
      return decodeCursor(bytes)
    case FrameType.profile:
      return decodeProfile(bytes)
    case FrameType.event:
      return decodeEvent(bytes)
    case FrameType.ping:
      return decodePing(bytes)
    default:
      return undefined
  }
}
