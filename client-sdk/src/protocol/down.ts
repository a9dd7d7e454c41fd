import { decodeAccess, type AccessFrame } from './access.ts'
import { decodeAck, type Ack } from './ack.ts'
import { decodeError, type WireError } from './error.ts'
import { decodeEventAck, type EventAck } from './event-ack.ts'
import { FrameType } from './frame-type.ts'
import { decodeHistory, type History } from './history.ts'
import { decodeLive, type Live } from './live.ts'
import { decodeOverview, type Overview } from './overview.ts'
import { decodePong, type Pong } from './ping.ts'
import { decodeRoster, type Roster } from './roster.ts'
import { decodeSync, type Sync } from './sync.ts'
import { decodeTick, type Tick } from './tick.ts'
import { decodeWelcome, type Welcome } from './welcome.ts'

/** Every frame that the server sends. */
export type DownFrame =
  | Welcome
  | Sync
  | Roster
  | Tick
  | Ack
  | History
  | EventAck
  | WireError
  | Pong
  | Live
  | Overview
  | AccessFrame

/** @returns the frame, or undefined for anything that is not exactly one well-formed frame; never throws. */
export function decodeDown(bytes: Uint8Array): DownFrame | undefined {
  switch (bytes[0]) {
    case FrameType.welcome:
      return decodeWelcome(bytes)
    case FrameType.sync:
      return decodeSync(bytes)
    case FrameType.roster:
      return decodeRoster(bytes)
    case FrameType.tick:
      return decodeTick(bytes)
    case FrameType.ack:
      return decodeAck(bytes)
    case FrameType.history:
      return decodeHistory(bytes)
    case FrameType.eventAck:
      return decodeEventAck(bytes)
    case FrameType.error:
      return decodeError(bytes)
    case FrameType.pong:
      return decodePong(bytes)
    case FrameType.live:
      return decodeLive(bytes)
    case FrameType.overview:
      return decodeOverview(bytes)
    case FrameType.access:
      return decodeAccess(bytes)
    default:
      return undefined
  }
}
