import { encodeAccess } from '@coplane/client/protocol/access'
import { encodeAck } from '@coplane/client/protocol/ack'
import { encodeAuth } from '@coplane/client/protocol/auth'
import { encodeCursor } from '@coplane/client/protocol/cursor'
import { encodeError } from '@coplane/client/protocol/error'
import { encodeEvent } from '@coplane/client/protocol/event'
import { encodeEventAck } from '@coplane/client/protocol/event-ack'
import { eventEntryBytes, writeEventEntry } from '@coplane/client/protocol/event-entry'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { encodeGestureBegin } from '@coplane/client/protocol/gesture-begin'
import { encodeGestureEnd } from '@coplane/client/protocol/gesture-end'
import { gestureEntryBytes, writeGestureEntry } from '@coplane/client/protocol/gesture-entry'
import { encodeGestureMove } from '@coplane/client/protocol/gesture-move'
import { gestureValueBytes, writeGestureValue } from '@coplane/client/protocol/gesture-values'
import { ByteWriter } from '@coplane/client/protocol/byte-writer'
import { encodeHello } from '@coplane/client/protocol/hello'
import { encodeHistory } from '@coplane/client/protocol/history'
import { encodeEntries } from '@coplane/client/protocol/lane-block'
import { LiveWriter } from '@coplane/client/protocol/live-writer'
import { encodeOverview } from '@coplane/client/protocol/overview'
import { encodePing, encodePong } from '@coplane/client/protocol/ping'
import { encodeProfile } from '@coplane/client/protocol/profile'
import { encodeReplay } from '@coplane/client/protocol/replay'
import { encodeRoster } from '@coplane/client/protocol/roster'
import { rosterEntryBytes, writeRosterEntry } from '@coplane/client/protocol/roster-entry'
import { encodeSelection } from '@coplane/client/protocol/selection'
import { encodeSync } from '@coplane/client/protocol/sync'
import { encodeTick } from '@coplane/client/protocol/tick'
import { encodeUpdate } from '@coplane/client/protocol/update'
import { encodeView } from '@coplane/client/protocol/view'
import { encodeWelcome } from '@coplane/client/protocol/welcome'
import type { Live } from '@coplane/client/protocol/live'
import { encodeWho } from '@coplane/client/protocol/who'
import type { AnyFrame } from './golden.ts'

/** A frame through its own encoder. */
export function encodeFrame(frame: AnyFrame): Uint8Array<ArrayBuffer> {
  switch (frame.type) {
    case FrameType.hello:
      return encodeHello(frame)
    case FrameType.update:
      return encodeUpdate(frame.batch, frame.update)
    case FrameType.cursor:
      return encodeCursor(frame.point)
    case FrameType.profile:
      return encodeProfile(frame.profile)
    case FrameType.event:
      return encodeEvent(frame.ref, frame.key, frame.body)
    case FrameType.ping:
      return encodePing(frame.nonce)
    case FrameType.view:
      return encodeView(frame)
    case FrameType.selection:
      return encodeSelection(frame.ids)
    case FrameType.gestureBegin:
      return encodeGestureBegin(frame.gesture, frame.nodes)
    case FrameType.gestureMove:
      return encodeGestureMove(frame)
    case FrameType.gestureEnd:
      return encodeGestureEnd(frame.gesture, frame.batch)
    case FrameType.who:
      return encodeWho(frame.ask)
    case FrameType.replay:
      return encodeReplay(frame.ref, frame.epoch, frame.seq)
    case FrameType.auth:
      return encodeAuth(frame.token)
    case FrameType.welcome:
      return encodeWelcome(frame)
    case FrameType.sync:
      return encodeSync(frame)
    case FrameType.roster:
      return encodeRoster({
        ...frame,
        members: encodeEntries(frame.members, rosterEntryBytes, writeRosterEntry),
        gestures: encodeEntries(frame.gestures, gestureEntryBytes, writeGestureEntry),
      })
    case FrameType.tick: {
      const { update, events, gestures, roster } = frame
      return encodeTick(frame.tickMs, frame.seq, frame.durableSeq, {
        update,
        events: events.length > 0 ? encodeEntries(events, eventEntryBytes, writeEventEntry) : undefined,
        gestures:
          gestures.length > 0 ? encodeEntries(gestures, gestureEntryBytes, writeGestureEntry) : undefined,
        roster: roster.length > 0 ? encodeEntries(roster, rosterEntryBytes, writeRosterEntry) : undefined,
      })
    }
    case FrameType.ack:
      return encodeAck(frame.batch, frame.seq, frame.durableSeq)
    case FrameType.history:
      return encodeHistory({
        ...frame,
        events: encodeEntries(frame.events, eventEntryBytes, writeEventEntry),
      })
    case FrameType.eventAck:
      return encodeEventAck(frame.ref, frame.seq)
    case FrameType.error:
      return encodeError(frame)
    case FrameType.pong:
      return encodePong(frame.nonce)
    case FrameType.live:
      return encodeLive(frame)
    case FrameType.overview:
      return encodeOverview(frame)
    case FrameType.access:
      return encodeAccess(frame.role, frame.accessS)
  }
}

function encodeLive(frame: Live): Uint8Array<ArrayBuffer> {
  const writer = new LiveWriter(8).start(frame.fresh, frame.liveMs)
  if (frame.near) {
    writer.openNear(frame.near.origin.x, frame.near.origin.y, frame.near.shift)
    for (const { member, dx, dy } of frame.near.cursors) writer.near(member, dx, dy)
  }
  if (frame.wide.length > 0) writer.openWide()
  for (const { member, point } of frame.wide) writer.wide(member, point.x, point.y)
  if (frame.gone.length > 0) writer.openGone()
  for (const member of frame.gone) writer.gone(member)
  if (frame.selections.length > 0) writer.openSelections()
  for (const { member, ids } of frame.selections) writer.selection(member, ids)
  if (frame.gestures.length > 0) writer.openGestures()
  for (const { gesture, parts, values } of frame.gestures) {
    const bytes = new ByteWriter(values.length * gestureValueBytes(parts))
    for (const value of values) writeGestureValue(bytes, value)
    writer.gesture(gesture, parts, values.length, bytes.bytes)
  }
  return Uint8Array.from(writer.finish())
}
