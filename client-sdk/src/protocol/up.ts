import { decodeAuth, type Auth } from './auth.ts'
import { decodeCursor, type Cursor } from './cursor.ts'
import { decodeEvent, type Event } from './event.ts'
import { FrameType } from './frame-type.ts'
import { decodeHello, type Hello } from './hello.ts'
import { decodePing, type Ping } from './ping.ts'
import { decodeProfile, type Profile } from './profile.ts'
import { decodeView, type View } from './view.ts'
import { decodeSelection, type Selection } from './selection.ts'
import { decodeGestureBegin, type GestureBegin } from './gesture-begin.ts'
import { decodeGestureMove, type GestureMove } from './gesture-move.ts'
import { decodeGestureEnd, type GestureEnd } from './gesture-end.ts'
import { decodeWho, type Who } from './who.ts'
import { decodeReplay, type Replay } from './replay.ts'
import { decodeUpdate, type Update } from './update.ts'

/** Every frame that a client sends. */
export type UpFrame =
  | Hello
  | Update
  | Cursor
  | Profile
  | Event
  | Ping
  | View
  | Selection
  | GestureBegin
  | GestureMove
  | GestureEnd
  | Who
  | Replay
  | Auth

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
    case FrameType.view:
      return decodeView(bytes)
    case FrameType.selection:
      return decodeSelection(bytes)
    case FrameType.gestureBegin:
      return decodeGestureBegin(bytes)
    case FrameType.gestureMove:
      return decodeGestureMove(bytes)
    case FrameType.gestureEnd:
      return decodeGestureEnd(bytes)
    case FrameType.who:
      return decodeWho(bytes)
    case FrameType.replay:
      return decodeReplay(bytes)
    case FrameType.auth:
      return decodeAuth(bytes)
    default:
      return undefined
  }
}
