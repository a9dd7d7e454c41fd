import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeDown } from '@coplane/client/protocol/down'
import { decodeUp } from '@coplane/client/protocol/up'
import { frameArbitraries } from './arbitraries.ts'
import { encodeFrame } from './encode-frame.ts'
import { bytesOf, frameNames, vectors, type AnyFrame } from './golden.ts'

/** Neither side may take these bytes for a frame. */
function expectNoFrame(bytes: Uint8Array, what: string): void {
  expect(decodeUp(bytes), `${what}, as the server reads it`).toBeUndefined()
  expect(decodeDown(bytes), `${what}, as a client reads it`).toBeUndefined()
}

function expectExact(bytes: Uint8Array): void {
  for (let length = 0; length < bytes.length; length++)
    expectNoFrame(bytes.subarray(0, length), `the first ${length} of ${bytes.length} bytes`)
  for (const trailing of [0x00, 0x01, 0xff]) {
    const longer = new Uint8Array(bytes.length + 1)
    longer.set(bytes)
    longer[bytes.length] = trailing
    expectNoFrame(longer, `the frame and a byte ${trailing}`)
  }
}

describe('[W7] a frame ends exactly where its layout says', () => {
  test.for(vectors)(
    '[W7] no proper prefix of %s is a frame, nor is the frame with a byte more',
    ([, { hex }]) => {
      expectExact(bytesOf(hex))
    },
  )

  test.for(frameNames)(
    '[W7] no proper prefix of any %s is a frame, nor is the frame with a byte more',
    (name) => {
      fc.assert(
        fc.property(frameArbitraries[name] as fc.Arbitrary<AnyFrame>, (frame) =>
          expectExact(encodeFrame(frame)),
        ),
        { numRuns: 20 },
      )
    },
  )
})
