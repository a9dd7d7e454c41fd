import { FrameType } from '@coplane/client/protocol/frame-type'
import type { UpFrame } from '@coplane/client/protocol/up'
import {
  ada,
  adaHex,
  bytesOf,
  deploy,
  deployHex,
  insert,
  insertHex,
  nothing,
  oneEdit,
} from './golden-bytes.ts'
import type { GoldenOf } from './golden-shape.ts'

/** Every frame that a client sends, with all its shapes. */
export const goldenUp: GoldenOf<UpFrame> = {
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
      shows: 'that asks for all that it may have',
      hex: '01 03 d2040000 00000000 00000000 000102030405060708090a0b0c0d0e0f 01000000 00 01000000 80',
      frame: {
        type: FrameType.hello,
        role: 'admin',
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
  auth: [
    {
      shows: 'with a token',
      hex: '0e 0500 612e622e63',
      frame: { type: FrameType.auth, token: bytesOf('612e622e63') },
    },
  ],
  ping: [
    { shows: 'at some millisecond', hex: '06 efbeadde', frame: { type: FrameType.ping, nonce: 0xdeadbeef } },
  ],
}
