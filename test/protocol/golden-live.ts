import { FrameType } from '@coplane/client/protocol/frame-type'
import type { Live } from '@coplane/client/protocol/live'
import type { Overview } from '@coplane/client/protocol/overview'
import { bytesOf } from './golden-bytes.ts'
import type { GoldenOf } from './golden-shape.ts'

/** The frames of live values, with all their shapes. */
export const goldenLive: GoldenOf<Live | Overview> = {
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
}
