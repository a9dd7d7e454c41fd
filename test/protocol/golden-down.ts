import { endlessAccess } from '@coplane/client/protocol/access'
import { nobody } from '@coplane/client/protocol/event-entry'
import { FrameType } from '@coplane/client/protocol/frame-type'
import type { DownFrame } from '@coplane/client/protocol/down'
import type { Live } from '@coplane/client/protocol/live'
import type { Overview } from '@coplane/client/protocol/overview'
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
  snapshot,
  snapshotHex,
} from './golden-bytes.ts'
import type { GoldenOf } from './golden-shape.ts'

/** Every frame that the server sends, with all its shapes, but for those of live values. */
export const goldenDown: GoldenOf<Exclude<DownFrame, Live | Overview>> = {
  welcome: [
    {
      shows: 'with all missed events to follow',
      hex: '81 01 00 1000 2100 efbeadde 64000000 63000000 2a000000 0300 2c010000 03000000 010101',
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
        accessS: 300,
        stateVector: oneEdit,
      },
    },
    {
      shows: 'to an empty room',
      hex: '81 00 01 fa00 c800 01000000 00000000 00000000 00000000 0000 ffffffff 01000000 00',
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
        accessS: endlessAccess,
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
      shows: 'about an event that came too soon',
      hex: '88 06 05 0a000000 0000 08 746f6f20736f6f6e',
      frame: {
        type: FrameType.error,
        reason: 'rate',
        refused: FrameType.event,
        ref: 10,
        subject: '',
        message: 'too soon',
      },
    },
    {
      shows: 'about a batch for which there is no room',
      hex: '88 07 02 08000000 0000 04 66756c6c',
      frame: {
        type: FrameType.error,
        reason: 'full',
        refused: FrameType.update,
        ref: 8,
        subject: '',
        message: 'full',
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
  access: [
    {
      shows: 'of a commenter, for five minutes',
      hex: '8c 02 2c010000',
      frame: { type: FrameType.access, role: 'commenter', accessS: 300 },
    },
    {
      shows: 'of an admin, without an end',
      hex: '8c 03 ffffffff',
      frame: { type: FrameType.access, role: 'admin', accessS: endlessAccess },
    },
  ],
  pong: [{ shows: 'of that ping', hex: '89 efbeadde', frame: { type: FrameType.pong, nonce: 0xdeadbeef } }],
}
