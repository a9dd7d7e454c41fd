import fc from 'fast-check'
import { errorReasons } from '@coplane/client/protocol/error'
import type { EventEntry } from '@coplane/client/protocol/event-entry'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { sessionIdBytes } from '@coplane/client/protocol/hello'
import { limits } from '@coplane/client/protocol/limits'
import type { LiveEntry } from '@coplane/client/protocol/live-entry'
import type { RosterEntry } from '@coplane/client/protocol/roster-entry'
import type { AnyFrame, FrameName } from './golden.ts'

const u8 = fc.integer({ min: 0, max: 0xff })
const u16 = fc.integer({ min: 0, max: 0xffff })
const u32 = fc.integer({ min: 0, max: 0xffffffff })
const coordinate = fc.integer({ min: -limits.maxCoordinate, max: limits.maxCoordinate })
const point = fc.option(fc.record({ x: coordinate, y: coordinate }), { nil: undefined })

function bytes(minLength: number, maxLength: number): fc.Arbitrary<Uint8Array> {
  // Vitest compares prototypes and fast-check's arrays are its own realm's: a copy is an ordinary Uint8Array.
  return fc.uint8Array({ minLength, maxLength }).map((array) => Uint8Array.from(array))
}

const opaque = bytes(0, 200)
const yjs = bytes(1, 200)
const profile = bytes(0, limits.maxProfileBytes)

const liveEntry: fc.Arbitrary<LiveEntry> = fc.record({ member: u16, point })
const eventEntry: fc.Arbitrary<EventEntry> = fc.record({ seq: u32, member: u16, body: opaque })
const presentEntry: fc.Arbitrary<RosterEntry> = fc.record({
  op: fc.constant('present'),
  member: u16,
  clientId: u32,
  profile,
})
const leftEntry: fc.Arbitrary<RosterEntry> = fc.record({ op: fc.constant('left'), member: u16 })
const rosterEntry = fc.oneof(presentEntry, leftEntry)

function listOf<Entry>(entry: fc.Arbitrary<Entry>): fc.Arbitrary<Entry[]> {
  return fc.array(entry, { maxLength: 8 })
}

/** Any frame of each type that its decoder accepts. */
export const frameArbitraries: {
  readonly [Name in FrameName]: fc.Arbitrary<Extract<AnyFrame, { type: (typeof FrameType)[Name] }>>
} = {
  hello: fc.record({
    type: fc.constant(FrameType.hello),
    clientId: u32,
    epoch: u32,
    eventSeq: u32,
    session: bytes(sessionIdBytes, sessionIdBytes),
    stateVector: yjs,
    profile,
  }),
  update: fc.record({ type: fc.constant(FrameType.update), batch: u32, update: yjs }),
  cursor: fc.record({ type: fc.constant(FrameType.cursor), point }),
  profile: fc.record({ type: fc.constant(FrameType.profile), profile }),
  event: fc.record({
    type: fc.constant(FrameType.event),
    ref: u32,
    key: bytes(1, limits.maxEventKeyBytes),
    body: opaque,
  }),
  ping: fc.record({ type: fc.constant(FrameType.ping), nonce: u32 }),
  welcome: fc.record({
    type: fc.constant(FrameType.welcome),
    eventsRecovered: fc.boolean(),
    tickMs: u16,
    epoch: u32,
    seq: u32,
    durableSeq: u32,
    eventSeq: u32,
    member: u16,
    stateVector: yjs,
  }),
  sync: fc.record({
    type: fc.constant(FrameType.sync),
    last: fc.boolean(),
    encoding: fc.constantFrom(1, 2),
    seq: u32,
    updates: listOf(yjs),
  }),
  roster: fc.record({
    type: fc.constant(FrameType.roster),
    members: listOf(rosterEntry),
    live: listOf(liveEntry),
  }),
  tick: fc.record({
    type: fc.constant(FrameType.tick),
    tickMs: u16,
    seq: u32,
    durableSeq: u32,
    update: fc.option(yjs, { nil: undefined }),
    events: listOf(eventEntry),
    live: listOf(liveEntry),
    roster: listOf(rosterEntry),
  }),
  ack: fc.record({ type: fc.constant(FrameType.ack), batch: u32, seq: u32, durableSeq: u32 }),
  history: fc.record({ type: fc.constant(FrameType.history), events: listOf(eventEntry) }),
  eventAck: fc.record({ type: fc.constant(FrameType.eventAck), ref: u32, seq: u32 }),
  error: fc.record({
    type: fc.constant(FrameType.error),
    reason: fc.constantFrom(...errorReasons),
    refused: u8,
    ref: u32,
    message: fc.string({ unit: 'binary', maxLength: 60 }),
  }),
  pong: fc.record({ type: fc.constant(FrameType.pong), nonce: u32 }),
}

export const anyFrame: fc.Arbitrary<AnyFrame> = fc.oneof(
  ...Object.values<fc.Arbitrary<AnyFrame>>(frameArbitraries),
)
