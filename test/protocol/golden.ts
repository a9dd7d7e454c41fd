import type { DownFrame } from '@coplane/client/protocol/down'
import { nobody } from '@coplane/client/protocol/event-entry'
import { FrameType } from '@coplane/client/protocol/frame-type'
import type { UpFrame } from '@coplane/client/protocol/up'

/** One frame of the wire, byte by byte. `hex` is written by hand from PROTOCOL.md, one group per field. */
export interface Golden<Frame> {
  /** What the example shows, after the frame's name. */
  readonly shows: string
  readonly hex: string
  readonly frame: Frame
}

export type AnyFrame = UpFrame | DownFrame
export type FrameName = keyof typeof FrameType
type FrameNamed<Name extends FrameName> = Extract<AnyFrame, { type: (typeof FrameType)[Name] }>

/** Bytes as PROTOCOL.md and these vectors write them; spaces only separate fields. */
export function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/[0-9a-f]{2}/g) ?? [], (digits) => Number.parseInt(digits, 16))
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

const adaHex = '81 a4 6e616d65 a3 416461'
/** msgpack of `{ name: 'Ada' }`. */
const ada = bytesOf(adaHex)
const deployHex = '92 ab 6465706c6f792e73746570 c0'
/** msgpack of `['deploy.step', null]`. */
const deploy = bytesOf(deployHex)
const insertHex = '0101010004010174016100'
/** Yjs V1: client 1 inserts "a" into the text `t`. */
const insert = bytesOf(insertHex)
const snapshotHex = '00000101000001040502746141000101000001010000'
/** The same document in Yjs V2. */
const snapshot = bytesOf(snapshotHex)
/** Yjs state vector: of client 1, one clock tick. */
const oneEdit = bytesOf('010101')
/** The state vector of an empty document. */
const nothing = bytesOf('00')

/** Every frame type with all its shapes. Changing a vector is changing the wire: see version-lock.test.ts. */
export const golden: { readonly [Name in FrameName]: readonly Golden<FrameNamed<Name>>[] } = {
  hello: [
    {
      shows: 'of a first visit',
      hex: '01 00 d2040000 00000000 00000000 000102030405060708090a0b0c0d0e0f 01000000 00 01000000 80',
      frame: {
        type: FrameType.hello,
        role: 'editor',
        clientId: 1234,
        epoch: 0,
        eventSeq: 0,
        session: bytesOf('000102030405060708090a0b0c0d0e0f'),
        stateVector: nothing,
        profile: bytesOf('80'),
      },
    },
    {
      shows: 'of a return',
      hex: `01 01 ffffffff efbeadde 2a000000 f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff 03000000 010101 0a000000 ${adaHex}`,
      frame: {
        type: FrameType.hello,
        role: 'viewer',
        clientId: 0xffffffff,
        epoch: 0xdeadbeef,
        eventSeq: 42,
        session: bytesOf('f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff'),
        stateVector: oneEdit,
        profile: ada,
      },
    },
  ],
  update: [
    {
      shows: 'with one insertion',
      hex: `02 07000000 0b000000 ${insertHex}`,
      frame: { type: FrameType.update, batch: 7, update: insert },
    },
  ],
  cursor: [
    {
      shows: 'at (102.5, -0.5)',
      hex: '03 01 9a010000 feffffff',
      frame: { type: FrameType.cursor, point: { x: 410, y: -2 } },
    },
    {
      shows: 'at the farthest corner',
      hex: '03 01 ffffff1f 010000e0',
      frame: { type: FrameType.cursor, point: { x: 0x1fffffff, y: -0x1fffffff } },
    },
    { shows: 'that left the canvas', hex: '03 00', frame: { type: FrameType.cursor, point: undefined } },
  ],
  profile: [
    {
      shows: 'of Ada',
      hex: `04 0a000000 ${adaHex}`,
      frame: { type: FrameType.profile, profile: ada },
    },
  ],
  event: [
    {
      shows: 'of an application',
      hex: `05 09000000 03 6b2d31 0e000000 ${deployHex}`,
      frame: { type: FrameType.event, ref: 9, key: bytesOf('6b2d31'), body: deploy },
    },
    {
      shows: 'without a body',
      hex: '05 0a000000 01 6b 00000000',
      frame: { type: FrameType.event, ref: 10, key: bytesOf('6b'), body: bytesOf('') },
    },
  ],
  view: [
    {
      shows: 'of a screen',
      hex: '07 00 00000000 00000000 001e0000 e0100000 ffff',
      frame: {
        type: FrameType.view,
        hidden: false,
        overview: false,
        rect: { left: 0, top: 0, right: 7680, bottom: 4320 },
        follow: undefined,
      },
    },
    {
      shows: 'of a hidden page with a minimap that follows a member',
      hex: '07 03 f6ffffff ecffffff 0a000000 14000000 0300',
      frame: {
        type: FrameType.view,
        hidden: true,
        overview: true,
        rect: { left: -10, top: -20, right: 10, bottom: 20 },
        follow: 3,
      },
    },
  ],
  selection: [
    {
      shows: 'of one node',
      hex: '08 0400 91 a2 6e31',
      frame: { type: FrameType.selection, ids: bytesOf('91a26e31') },
    },
    { shows: 'of nothing', hex: '08 0100 90', frame: { type: FrameType.selection, ids: bytesOf('90') } },
  ],
  gestureBegin: [
    {
      shows: 'of two nodes',
      hex: '09 0100 0200 0200 6e31 0300 c3a961',
      frame: { type: FrameType.gestureBegin, gesture: 1, nodes: ['n1', 'éa'] },
    },
  ],
  gestureMove: [
    {
      shows: 'of one node',
      hex: '0a 0100 01 00000000 00000000 90010000 c8000000 0100 0000 9a010000 feffffff',
      frame: {
        type: FrameType.gestureMove,
        gesture: 1,
        parts: 1,
        bounds: { left: 0, top: 0, right: 400, bottom: 200 },
        values: [{ node: 0, place: { x: 410, y: -2 }, size: undefined, rotation: undefined }],
      },
    },
    {
      shows: 'of every part',
      hex: '0a 0100 07 00000000 00000000 90010000 c8000000 0100 0100 9a010000 feffffff 90010000 c8000000 0040',
      frame: {
        type: FrameType.gestureMove,
        gesture: 1,
        parts: 7,
        bounds: { left: 0, top: 0, right: 400, bottom: 200 },
        values: [{ node: 1, place: { x: 410, y: -2 }, size: { x: 400, y: 200 }, rotation: 0x4000 }],
      },
    },
    {
      shows: 'of a hand that rests',
      hex: '0a 0100 01 00000000 00000000 90010000 c8000000 0000',
      frame: {
        type: FrameType.gestureMove,
        gesture: 1,
        parts: 1,
        bounds: { left: 0, top: 0, right: 400, bottom: 200 },
        values: [],
      },
    },
  ],
  gestureEnd: [
    {
      shows: 'with a commit',
      hex: '0b 0100 07000000',
      frame: { type: FrameType.gestureEnd, gesture: 1, batch: 7 },
    },
    {
      shows: 'by cancelling',
      hex: '0b 0200 00000000',
      frame: { type: FrameType.gestureEnd, gesture: 2, batch: 0 },
    },
  ],
  who: [
    { shows: 'for a page', hex: '0c 00 c800', frame: { type: FrameType.who, ask: { from: 200 } } },
    {
      shows: 'for two members',
      hex: '0c 01 0200 0300 e803',
      frame: { type: FrameType.who, ask: { members: [3, 1000] } },
    },
  ],
  replay: [
    {
      shows: 'from an event on',
      hex: '0d 07000000 efbeadde 28000000',
      frame: { type: FrameType.replay, ref: 7, epoch: 0xdeadbeef, seq: 40 },
    },
  ],
  ping: [
    { shows: 'at some millisecond', hex: '06 efbeadde', frame: { type: FrameType.ping, nonce: 0xdeadbeef } },
  ],
  welcome: [
    {
      shows: 'with all missed events to follow',
      hex: '81 01 00 1000 2100 efbeadde 64000000 63000000 2a000000 0300 03000000 010101',
      frame: {
        type: FrameType.welcome,
        eventsRecovered: true,
        role: 'editor',
        tickMs: 16,
        liveMs: 33,
        epoch: 0xdeadbeef,
        seq: 100,
        durableSeq: 99,
        eventSeq: 42,
        member: 3,
        stateVector: oneEdit,
      },
    },
    {
      shows: 'to an empty room',
      hex: '81 00 01 fa00 c800 01000000 00000000 00000000 00000000 0000 01000000 00',
      frame: {
        type: FrameType.welcome,
        eventsRecovered: false,
        role: 'viewer',
        tickMs: 250,
        liveMs: 200,
        epoch: 1,
        seq: 0,
        durableSeq: 0,
        eventSeq: 0,
        member: 0,
        stateVector: nothing,
      },
    },
  ],
  sync: [
    {
      shows: 'with a snapshot, more to follow',
      hex: `82 02 64000000 0100 16000000 ${snapshotHex}`,
      frame: { type: FrameType.sync, last: false, encoding: 2, seq: 100, updates: [snapshot] },
    },
    {
      shows: 'with a tail of two updates',
      hex: `82 01 66000000 0200 0b000000 ${insertHex} 02000000 0000`,
      frame: { type: FrameType.sync, last: true, encoding: 1, seq: 102, updates: [insert, bytesOf('0000')] },
    },
    {
      shows: 'with nothing after the snapshot',
      hex: '82 01 64000000 0000',
      frame: { type: FrameType.sync, last: true, encoding: 1, seq: 100, updates: [] },
    },
  ],
  roster: [
    {
      shows: 'of everybody, with a gesture under way',
      hex:
        `83 01 0200 ffff 1d000000 01 0000 d2040000 0a00 ${adaHex} 01 0300 ffffffff 0100 80 ` +
        '0d000000 01 0500 0300 0200 0200 6e31 0000',
      frame: {
        type: FrameType.roster,
        fresh: true,
        total: 2,
        next: undefined,
        members: [
          { op: 'present', member: 0, clientId: 1234, profile: ada },
          { op: 'present', member: 3, clientId: 0xffffffff, profile: bytesOf('80') },
        ],
        gestures: [{ op: 'began', gesture: 5, member: 3, ids: bytesOf('0200 0200 6e31 0000') }],
      },
    },
    {
      shows: 'of a page between others',
      hex: '83 00 e803 9001 0a000000 01 c800 01000000 0100 80 00000000',
      frame: {
        type: FrameType.roster,
        fresh: false,
        total: 1000,
        next: 400,
        members: [{ op: 'present', member: 200, clientId: 1, profile: bytesOf('80') }],
        gestures: [],
      },
    },
    {
      shows: 'of nobody',
      hex: '83 01 0000 ffff 00000000 00000000',
      frame: {
        type: FrameType.roster,
        fresh: true,
        total: 0,
        next: undefined,
        members: [],
        gestures: [],
      },
    },
  ],
  tick: [
    {
      shows: 'with every lane',
      hex:
        `84 0f 1000 65000000 64000000 0b000000 ${insertHex} 18000000 2b000000 0300 0e000000 ${deployHex} ` +
        `0f000000 01 0500 0300 0100 0200 6e31 00 0400 00 1d000000 01 0300 d2040000 0a00 ${adaHex} 02 0600 01000000 00 0400`,
      frame: {
        type: FrameType.tick,
        tickMs: 16,
        seq: 101,
        durableSeq: 100,
        update: insert,
        events: [{ seq: 43, member: 3, body: deploy }],
        gestures: [
          { op: 'began', gesture: 5, member: 3, ids: bytesOf('0100 0200 6e31') },
          { op: 'ended', gesture: 4, why: 'committed' },
        ],
        roster: [
          { op: 'present', member: 3, clientId: 1234, profile: ada },
          { op: 'arrived', member: 6, clientId: 1 },
          { op: 'left', member: 4 },
        ],
      },
    },
    {
      shows: 'with an edit',
      hex: `84 01 1000 66000000 65000000 0b000000 ${insertHex}`,
      frame: {
        type: FrameType.tick,
        tickMs: 16,
        seq: 102,
        durableSeq: 101,
        update: insert,
        events: [],
        gestures: [],
        roster: [],
      },
    },
    {
      shows: 'with nothing but its head',
      hex: '84 00 fa00 67000000 67000000',
      frame: {
        type: FrameType.tick,
        tickMs: 250,
        seq: 103,
        durableSeq: 103,
        update: undefined,
        events: [],
        gestures: [],
        roster: [],
      },
    },
  ],
  ack: [
    {
      shows: 'of a batch that is not yet saved',
      hex: '85 07000000 66000000 65000000',
      frame: { type: FrameType.ack, batch: 7, seq: 102, durableSeq: 101 },
    },
  ],
  history: [
    {
      shows: 'of two events, one of nobody',
      hex: `86 01 00000000 2a000000 23000000 29000000 0300 0e000000 ${deployHex} 2a000000 ffff 01000000 c0`,
      frame: {
        type: FrameType.history,
        ref: 0,
        recovered: true,
        eventSeq: 42,
        events: [
          { seq: 41, member: 3, body: deploy },
          { seq: 42, member: nobody, body: bytesOf('c0') },
        ],
      },
    },
    {
      shows: 'that cannot be told any more',
      hex: '86 00 07000000 d0070000 00000000',
      frame: { type: FrameType.history, ref: 7, recovered: false, eventSeq: 2000, events: [] },
    },
  ],
  eventAck: [
    {
      shows: 'of an event',
      hex: '87 09000000 2b000000',
      frame: { type: FrameType.eventAck, ref: 9, seq: 43 },
    },
  ],
  error: [
    {
      shows: 'about an event that is too large',
      hex: '88 00 05 09000000 0000 07 746f6f20626967',
      frame: {
        type: FrameType.error,
        reason: 'too-large',
        refused: FrameType.event,
        ref: 9,
        subject: '',
        message: 'too big',
      },
    },
    {
      shows: 'about one value of a batch',
      hex: '88 04 02 07000000 0800 6e6f6465732f6e31 08 706c3a204e614e21',
      frame: {
        type: FrameType.error,
        reason: 'invalid',
        refused: FrameType.update,
        ref: 7,
        subject: 'nodes/n1',
        message: 'pl: NaN!',
      },
    },
  ],
  live: [
    {
      shows: 'of two cursors in view',
      hex: '8a 02 2100 00020000 00010000 00 0200 0300 0a00 ecff 0400 0000 0100',
      frame: {
        type: FrameType.live,
        fresh: false,
        liveMs: 33,
        near: {
          origin: { x: 512, y: 256 },
          shift: 0,
          cursors: [
            { member: 3, dx: 10, dy: -20 },
            { member: 4, dx: 0, dy: 1 },
          ],
        },
        wide: [],
        gone: [],
        selections: [],
        gestures: [],
      },
    },
    {
      shows: 'with every block',
      hex:
        '8a 3f 3200 00000000 00000000 02 0100 0300 ffff 0100 0100 0700 9a010000 feffffff 0200 0500 0600 ' +
        '0100 0300 0400 91a26e31 0100 0500 01 0100 0000 9a010000 feffffff',
      frame: {
        type: FrameType.live,
        fresh: true,
        liveMs: 50,
        near: { origin: { x: 0, y: 0 }, shift: 2, cursors: [{ member: 3, dx: -1, dy: 1 }] },
        wide: [{ member: 7, point: { x: 410, y: -2 } }],
        gone: [5, 6],
        selections: [{ member: 3, ids: bytesOf('91a26e31') }],
        gestures: [
          {
            gesture: 5,
            parts: 1,
            values: [{ node: 0, place: { x: 410, y: -2 }, size: undefined, rotation: undefined }],
          },
        ],
      },
    },
    {
      shows: 'of an empty view',
      hex: '8a 01 2100',
      frame: {
        type: FrameType.live,
        fresh: true,
        liveMs: 33,
        near: undefined,
        wide: [],
        gone: [],
        selections: [],
        gestures: [],
      },
    },
  ],
  overview: [
    {
      shows: 'of members',
      hex: '8b 00000000 00000000 04 0100 0300 0a00 ecff 0000',
      frame: {
        type: FrameType.overview,
        origin: { x: 0, y: 0 },
        shift: 4,
        members: [{ member: 3, dx: 10, dy: -20 }],
        crowds: [],
      },
    },
    {
      shows: 'of a crowd',
      hex: '8b 00000000 00000000 04 0000 0100 e803 0a00 ecff',
      frame: {
        type: FrameType.overview,
        origin: { x: 0, y: 0 },
        shift: 4,
        members: [],
        crowds: [{ count: 1000, dx: 10, dy: -20 }],
      },
    },
  ],
  pong: [{ shows: 'of that ping', hex: '89 efbeadde', frame: { type: FrameType.pong, nonce: 0xdeadbeef } }],
}

export const frameNames = Object.keys(golden) as FrameName[]

/** Every vector, with a title for a test. */
export const vectors: readonly (readonly [title: string, vector: Golden<AnyFrame>])[] = frameNames.flatMap(
  (name) => golden[name].map((vector) => [`${name} ${vector.shows}`, vector] as const),
)

/** Whether a client sends it. */
export function isUp(frame: AnyFrame): frame is UpFrame {
  return frame.type < 0x80
}
