import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromFixed, toFixed } from '@coplane/client/protocol/cursor'
import { decodeDown } from '@coplane/client/protocol/down'
import { encodeError } from '@coplane/client/protocol/error'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { coordinateScale, limits } from '@coplane/client/protocol/limits'
import { decodeUp } from '@coplane/client/protocol/up'
import { frameArbitraries } from './arbitraries.ts'
import { encodeFrame } from './encode-frame.ts'
import { frameNames, hexOf, isUp, type AnyFrame } from './golden.ts'

describe('[W5] what is encoded is what is decoded', () => {
  test.for(frameNames)('[W5] any %s survives the wire', (name) => {
    fc.assert(
      fc.property(frameArbitraries[name] as fc.Arbitrary<AnyFrame>, (frame) => {
        const bytes = encodeFrame(frame)
        const decoded = isUp(frame) ? decodeUp(bytes) : decodeDown(bytes)
        expect(decoded).toEqual(frame)
        // One frame has one encoding: the bytes of what was decoded are the bytes that came.
        expect(hexOf(encodeFrame(decoded!))).toBe(hexOf(bytes))
      }),
    )
  })

  test('[W5] an error message too long for its length byte is cut between characters', () => {
    for (const message of ['x'.repeat(300), 'é'.repeat(300), '🎈'.repeat(100), `x${'€'.repeat(100)}`]) {
      const frame = decodeDown(
        encodeError({ reason: 'too-large', refused: FrameType.event, ref: 1, subject: '', message }),
      )
      const cut = frame?.type === FrameType.error ? frame.message : ''
      expect(new TextEncoder().encode(cut).length).toBeGreaterThan(251)
      expect(message.startsWith(cut)).toBe(true)
    }
  })
})

test('[W5] an error message keeps a first character that looks like a byte order mark', () => {
  const frame = decodeDown(
    encodeError({ reason: 'too-large', refused: FrameType.event, ref: 1, subject: '', message: '\ufeffx' }),
  )
  expect(frame?.type === FrameType.error && frame.message).toBe('\ufeffx')
})

describe('[W9] coordinates are quarter pixels within bounds', () => {
  test('[W9] a coordinate on the plane is off by an eighth of a unit at most', () => {
    const reach = limits.maxCoordinate / coordinateScale
    fc.assert(
      fc.property(fc.double({ min: -reach, max: reach, noNaN: true }), (value) => {
        expect(Math.abs(fromFixed(toFixed(value)) - value)).toBeLessThanOrEqual(0.5 / coordinateScale)
      }),
    )
  })

  test('[W9] the sender clamps what lies beyond the plane and sends 0 for what is no number', () => {
    expect([toFixed(Infinity), toFixed(-Infinity), toFixed(1e300)]).toEqual([
      limits.maxCoordinate,
      -limits.maxCoordinate,
      limits.maxCoordinate,
    ])
    expect(toFixed(Number.NaN)).toBe(0)
  })
})
