import { encodeAck } from '@coplane/client/protocol/ack'
import { encodeCursor } from '@coplane/client/protocol/cursor'
import { encodeError } from '@coplane/client/protocol/error'
import { encodeEvent } from '@coplane/client/protocol/event'
import { encodeEventAck } from '@coplane/client/protocol/event-ack'
import { eventEntryBytes, writeEventEntry } from '@coplane/client/protocol/event-entry'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { encodeHello } from '@coplane/client/protocol/hello'
import { encodeHistory } from '@coplane/client/protocol/history'
import { encodeEntries } from '@coplane/client/protocol/lane-block'
import { liveEntryBytes, writeLiveEntry } from '@coplane/client/protocol/live-entry'
import { encodePing, encodePong } from '@coplane/client/protocol/ping'
import { encodeProfile } from '@coplane/client/protocol/profile'
import { encodeRoster } from '@coplane/client/protocol/roster'
import { rosterEntryBytes, writeRosterEntry } from '@coplane/client/protocol/roster-entry'
import { encodeSync } from '@coplane/client/protocol/sync'
import { encodeTick } from '@coplane/client/protocol/tick'
import { encodeUpdate } from '@coplane/client/protocol/update'
import { encodeWelcome } from '@coplane/client/protocol/welcome'
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
    case FrameType.welcome:
      return encodeWelcome(frame)
    case FrameType.sync:
      return encodeSync(frame)
    case FrameType.roster:
      return encodeRoster(
        encodeEntries(frame.members, rosterEntryBytes, writeRosterEntry),
        encodeEntries(frame.live, liveEntryBytes, writeLiveEntry),
      )
    case FrameType.tick: {
      const { update, events, live, roster } = frame
      return encodeTick(frame.tickMs, frame.seq, frame.durableSeq, {
        update,
        events: events.length > 0 ? encodeEntries(events, eventEntryBytes, writeEventEntry) : undefined,
        live: live.length > 0 ? encodeEntries(live, liveEntryBytes, writeLiveEntry) : undefined,
        roster: roster.length > 0 ? encodeEntries(roster, rosterEntryBytes, writeRosterEntry) : undefined,
      })
    }
    case FrameType.ack:
      return encodeAck(frame.batch, frame.seq, frame.durableSeq)
    case FrameType.history:
      return encodeHistory(encodeEntries(frame.events, eventEntryBytes, writeEventEntry))
    case FrameType.eventAck:
      return encodeEventAck(frame.ref, frame.seq)
    case FrameType.error:
      return encodeError(frame)
    case FrameType.pong:
      return encodePong(frame.nonce)
  }
}
