import fc from 'fast-check'
import { errorReasons } from '@coplane/client/protocol/error'
import { type EventEntry } from '@coplane/client/protocol/event-entry'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { sessionIdBytes } from '@coplane/client/protocol/hello'
import { limits } from '@coplane/client/protocol/limits'
import { gestureEnds, type GestureEntry } from '@coplane/client/protocol/gesture-entry'
import { encodeIds } from '@coplane/client/protocol/gesture-begin'
import { gestureParts, type GestureValue } from '@coplane/client/protocol/gesture-values'
import { nobody } from '@coplane/client/protocol/event-entry'
import { roles } from '@coplane/client/protocol/role'
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

const i16 = fc.integer({ min: -0x8000, max: 0x7fff })
const pointAlways = fc.record({ x: coordinate, y: coordinate })
const rect = fc.record({ left: coordinate, top: coordinate, right: coordinate, bottom: coordinate })
/** Not the index that means nobody. */
const memberOrNone = fc.option(fc.integer({ min: 0, max: nobody - 1 }), { nil: undefined })
const id = fc.string({ unit: 'grapheme', maxLength: 20 })
const ids = fc.array(id, { minLength: 1, maxLength: 5 })
const gestureEntry: fc.Arbitrary<GestureEntry> = fc.oneof(
  fc.record({
    op: fc.constant('began' as const),
    gesture: u16,
    member: u16,
    ids: ids.map((list) => encodeIds(list)),
  }),
  fc.record({ op: fc.constant('ended' as const), gesture: u16, why: fc.constantFrom(...gestureEnds) }),
)
const parts = fc.integer({ min: 1, max: 7 })

function gestureValues(bits: number): fc.Arbitrary<GestureValue[]> {
  const value = fc.record({
    node: u16,
    place: bits & gestureParts.place ? pointAlways : fc.constant(undefined),
    size: bits & gestureParts.size ? pointAlways : fc.constant(undefined),
    rotation: bits & gestureParts.rotation ? u16 : fc.constant(undefined),
  })
  return fc.array(value, { maxLength: 8 })
}
const eventEntry: fc.Arbitrary<EventEntry> = fc.record({ seq: u32, member: u16, body: opaque })
const presentEntry: fc.Arbitrary<RosterEntry> = fc.record({
  op: fc.constant('present'),
  member: u16,
  clientId: u32,
  profile,
})
const leftEntry: fc.Arbitrary<RosterEntry> = fc.record({ op: fc.constant('left'), member: u16 })
const arrivedEntry: fc.Arbitrary<RosterEntry> = fc.record({
  op: fc.constant('arrived'),
  member: u16,
  clientId: u32,
})
const rosterEntry = fc.oneof(presentEntry, arrivedEntry, leftEntry)

function listOf<Entry>(entry: fc.Arbitrary<Entry>): fc.Arbitrary<Entry[]> {
  return fc.array(entry, { maxLength: 8 })
}

/** Any frame of each type that its decoder accepts. */
export const frameArbitraries: {
  readonly [Name in FrameName]: fc.Arbitrary<Extract<AnyFrame, { type: (typeof FrameType)[Name] }>>
} = {
  hello: fc.record({
    type: fc.constant(FrameType.hello),
    role: fc.constantFrom(...roles),
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
  auth: fc.record({ type: fc.constant(FrameType.auth), token: bytes(1, 200) }),
  welcome: fc.record({
    type: fc.constant(FrameType.welcome),
    eventsRecovered: fc.boolean(),
    role: fc.constantFrom(...roles),
    tickMs: u16,
    liveMs: u16,
    epoch: u32,
    seq: u32,
    durableSeq: u32,
    eventSeq: u32,
    member: u16,
    accessS: u32,
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
    fresh: fc.boolean(),
    total: u16,
    next: memberOrNone,
    members: listOf(rosterEntry),
    gestures: listOf(gestureEntry),
  }),
  tick: fc.record({
    type: fc.constant(FrameType.tick),
    tickMs: u16,
    seq: u32,
    durableSeq: u32,
    update: fc.option(yjs, { nil: undefined }),
    events: listOf(eventEntry),
    gestures: listOf(gestureEntry),
    roster: listOf(rosterEntry),
  }),
  ack: fc.record({ type: fc.constant(FrameType.ack), batch: u32, seq: u32, durableSeq: u32 }),
  history: fc.record({
    type: fc.constant(FrameType.history),
    ref: u32,
    recovered: fc.boolean(),
    eventSeq: u32,
    events: listOf(eventEntry),
  }),
  eventAck: fc.record({ type: fc.constant(FrameType.eventAck), ref: u32, seq: u32 }),
  error: fc.record({
    type: fc.constant(FrameType.error),
    reason: fc.constantFrom(...errorReasons),
    refused: u8,
    ref: u32,
    subject: fc.string({ unit: 'grapheme', maxLength: 20 }),
    message: fc.string({ unit: 'binary', maxLength: 60 }),
  }),
  view: fc.record({
    type: fc.constant(FrameType.view),
    hidden: fc.boolean(),
    overview: fc.boolean(),
    rect,
    follow: memberOrNone,
  }),
  selection: fc.record({
    type: fc.constant(FrameType.selection),
    ids: bytes(0, limits.maxSelectionBytes),
  }),
  gestureBegin: fc.record({ type: fc.constant(FrameType.gestureBegin), gesture: u16, nodes: ids }),
  gestureMove: parts.chain((bits) =>
    fc.record({
      type: fc.constant(FrameType.gestureMove),
      gesture: u16,
      parts: fc.constant(bits),
      bounds: rect,
      values: gestureValues(bits),
    }),
  ),
  gestureEnd: fc.record({ type: fc.constant(FrameType.gestureEnd), gesture: u16, batch: u32 }),
  who: fc.record({
    type: fc.constant(FrameType.who),
    ask: fc.oneof(fc.record({ from: u16 }), fc.record({ members: fc.array(u16, { maxLength: 8 }) })),
  }),
  replay: fc.record({
    type: fc.constant(FrameType.replay),
    ref: fc.integer({ min: 1, max: 0xffffffff }),
    epoch: u32,
    seq: u32,
  }),
  live: fc.record({
    type: fc.constant(FrameType.live),
    fresh: fc.boolean(),
    liveMs: u16,
    near: fc.option(
      fc.record({
        origin: pointAlways,
        shift: fc.integer({ min: 0, max: 16 }),
        cursors: fc.array(fc.record({ member: u16, dx: i16, dy: i16 }), { minLength: 1, maxLength: 8 }),
      }),
      { nil: undefined },
    ),
    wide: listOf(fc.record({ member: u16, point: pointAlways })),
    gone: listOf(u16),
    selections: listOf(fc.record({ member: u16, ids: opaque })),
    gestures: listOf(
      parts.chain((bits) =>
        fc.record({ gesture: u16, parts: fc.constant(bits), values: gestureValues(bits) }),
      ),
    ),
  }),
  overview: fc.record({
    type: fc.constant(FrameType.overview),
    origin: pointAlways,
    shift: fc.integer({ min: 0, max: 16 }),
    members: listOf(fc.record({ member: u16, dx: i16, dy: i16 })),
    crowds: listOf(fc.record({ count: u16, dx: i16, dy: i16 })),
  }),
  access: fc.record({
    type: fc.constant(FrameType.access),
    role: fc.constantFrom(...roles),
    accessS: u32,
  }),
  pong: fc.record({ type: fc.constant(FrameType.pong), nonce: u32 }),
}

export const anyFrame: fc.Arbitrary<AnyFrame> = fc.oneof(
  ...Object.values<fc.Arbitrary<AnyFrame>>(frameArbitraries),
)
