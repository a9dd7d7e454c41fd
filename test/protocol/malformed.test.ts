import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeDown } from '@coplane/client/protocol/down'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { limits } from '@coplane/client/protocol/limits'
import { decodeUp } from '@coplane/client/protocol/up'
import { anyFrame } from './arbitraries.ts'
import { encodeFrame } from './encode-frame.ts'
import { bytesOf, type AnyFrame } from './golden.ts'

/** How many objects a frame was decoded to, entries of lists included. */
function partsOf(frame: AnyFrame | undefined): number {
  if (!frame) return 0
  return Object.values(frame).reduce<number>(
    (sum, value) => sum + (Array.isArray(value) ? value.length : 1),
    0,
  )
}

function expectBounded(bytes: Uint8Array): void {
  for (const frame of [decodeUp(bytes), decodeDown(bytes)])
    expect(partsOf(frame)).toBeLessThanOrEqual(10 + bytes.length)
}

describe('[W8] whatever arrives, decoding neither throws nor takes more than the bytes that came', () => {
  test('[W8] random bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), expectBounded), { numRuns: 2_000 })
  })

  test('[W8] random bytes behind every first byte', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(FrameType)),
        fc.uint8Array({ maxLength: 200 }),
        (type, rest) => expectBounded(Uint8Array.of(type, ...rest)),
      ),
      { numRuns: 4_000 },
    )
  })

  test('[W8] frames with some bytes flipped', () => {
    const flips = fc.array(fc.record({ at: fc.nat(), to: fc.integer({ min: 0, max: 0xff }) }), {
      minLength: 1,
      maxLength: 4,
    })
    fc.assert(
      fc.property(anyFrame, flips, (frame, changes) => {
        const bytes = encodeFrame(frame)
        for (const { at, to } of changes) bytes[at % bytes.length] = to
        expectBounded(bytes)
      }),
      { numRuns: 2_000 },
    )
  })

  test('[W8] a length or count of four billion in a frame of a few bytes', () => {
    for (const type of Object.values(FrameType))
      for (let length = 1; length < 40; length++)
        expectBounded(new Uint8Array(length).fill(0xff).fill(type, 0, 1))
  })
})

/** One frame per line that has the right lengths and still must not be taken for a frame. */
const refused: readonly (readonly [rule: string, what: string, hex: string])[] = [
  [
    'W10',
    'a hello without a state vector',
    '01 00 01000000 00000000 00000000 000102030405060708090a0b0c0d0e0f 00000000 00000000',
  ],
  ['W10', 'an update without bytes', '02 01000000 00000000'],
  [
    'W10',
    'a welcome without a state vector',
    '81 00 00 1000 2100 01000000 00000000 00000000 00000000 0000 ffffffff 00000000',
  ],
  ['W10', 'a sync with an empty update', '82 01 64000000 0100 00000000'],
  ['W10', 'a tick with an empty update', '84 01 1000 65000000 64000000 00000000'],
  ['W11', 'a cursor of kind 2', '03 02'],
  ['W11', 'a cursor of kind 2 with a point', '03 02 00000000 00000000'],
  [
    'W11',
    'a welcome with an unknown flag',
    '81 02 00 1000 2100 01000000 00000000 00000000 00000000 0000 ffffffff 01000000 00',
  ],
  ['W11', 'a sync with an unknown flag', '82 04 64000000 0000'],
  ['W11', 'a tick with an unknown lane', '84 10 1000 65000000 64000000'],
  ['W11', 'a tick with a gesture entry of op 2', '84 04 1000 65000000 64000000 04000000 02 0000 00'],
  [
    'W11',
    'a tick with a gesture that ended for no known reason',
    '84 04 1000 65000000 64000000 04000000 00 0000 05',
  ],
  ['W11', 'a roster with an entry of op 3', '83 01 0000 ffff 03000000 03 0000 00000000'],
  ['W11', 'a roster with an unknown flag', '83 02 0000 ffff 00000000 00000000'],
  [
    'W11',
    'a hello of an unknown role',
    '01 04 01000000 00000000 00000000 000102030405060708090a0b0c0d0e0f 01000000 00 00000000',
  ],
  ['W11', 'an access of an unknown role', '8c 04 ffffffff'],
  ['W11', 'a view with an unknown flag', '07 04 00000000 00000000 00000000 00000000 ffff'],
  ['W11', 'a who of kind 2', '0c 02 0000'],
  ['W11', 'a replay without a ref', '0d 00000000 01000000 00000000'],
  ['W11', 'a history with an unknown flag', '86 02 00000000 00000000 00000000'],
  ['W11', 'a gesture that moves no part', '0a 0100 00 00000000 00000000 00000000 00000000 0000'],
  ['W11', 'a gesture that moves an unknown part', '0a 0100 08 00000000 00000000 00000000 00000000 0000'],
  ['W11', 'a gesture without nodes', '09 0100 0000'],
  ['W11', 'live values with an unknown flag', '8a 40 2100'],
  ['W11', 'live values with an empty block', '8a 08 2100 0000'],
  ['W11', 'live values of a gesture that moves no part', '8a 20 2100 0100 0100 00 0000'],
  ['W11', 'live values shifted beyond the canvas', '8a 02 2100 00000000 00000000 11 0100 0300 0000 0000'],
  ['W11', 'an overview shifted beyond the canvas', '8b 00000000 00000000 11 0000 0000'],
  ['W11', 'an error of an unknown reason', '88 08 05 09000000 0000 00'],
  [
    'W12',
    'a tick whose gesture block ends within an entry',
    '84 04 1000 65000000 64000000 05000000 01 0000 0000',
  ],
  [
    'W12',
    'a tick with a roster block that ends within an entry',
    '84 08 1000 65000000 64000000 02000000 00 00',
  ],
  ['W12', 'a history that ends within an entry', '86 01 00000000 29000000 05000000 29000000 03'],
  ['W12', 'a roster whose member block ends within an entry', '83 01 0000 ffff 04000000 00 0000 00 00000000'],
  ['W13', 'an event without a key', '05 09000000 00 00000000'],
  ['W13', 'an event with a key of 65 bytes', `05 09000000 41 ${'6b'.repeat(65)} 00000000`],
  ['W13', 'a selection of 1,025 bytes', `08 0104 ${'00'.repeat(limits.maxSelectionBytes + 1)}`],
  ['W13', 'a profile of 1,025 bytes', `04 01040000 ${'00'.repeat(limits.maxProfileBytes + 1)}`],
  ['W13', 'an empty token', '0e 0000'],
  ['W13', 'a token of 8,193 bytes', `0e 0120 ${'61'.repeat(limits.maxTokenBytes + 1)}`],
  [
    'W13',
    'a hello with a profile of 1,025 bytes',
    `01 00 01000000 00000000 00000000 000102030405060708090a0b0c0d0e0f 01000000 00 01040000 ${'00'.repeat(limits.maxProfileBytes + 1)}`,
  ],
]

describe('frames of the right lengths that say what no frame may say', () => {
  test.for(refused)('[%s] %s is no frame', ([, , hex]) => {
    const bytes = bytesOf(hex)
    expect([decodeUp(bytes), decodeDown(bytes)]).toEqual([undefined, undefined])
  })
})
