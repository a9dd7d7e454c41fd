import { describe, expect, test } from 'vitest'
import { decodeDown } from '@coplane/client/protocol/down'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { decodeUp } from '@coplane/client/protocol/up'
import { encodeFrame } from './encode-frame.ts'
import { bytesOf, frameNames, golden, hexOf, isUp, vectors } from './golden.ts'

describe('[W5] every frame is these bytes and no others', () => {
  test.for(vectors)('[W5] %s encodes to its golden bytes', ([, { frame, hex }]) => {
    expect(hexOf(encodeFrame(frame))).toBe(hexOf(bytesOf(hex)))
  })

  test.for(vectors)('[W5] %s decodes from its golden bytes', ([, { frame, hex }]) => {
    const decode = isUp(frame) ? decodeUp : decodeDown
    expect(decode(bytesOf(hex))).toEqual(frame)
  })

  test.for(vectors)('[W5] %s decodes from the middle of a larger buffer', ([, { frame, hex }]) => {
    const bytes = bytesOf(hex)
    const buffer = new Uint8Array(bytes.length + 7).fill(0xff)
    buffer.set(bytes, 3)
    const decode = isUp(frame) ? decodeUp : decodeDown
    expect(decode(buffer.subarray(3, 3 + bytes.length))).toEqual(frame)
  })
})

describe('[W6] the first byte says what a frame is and who may send it', () => {
  test('[W6] every frame type has golden vectors that start with its byte', () => {
    expect(new Set(frameNames)).toEqual(new Set(Object.keys(FrameType)))
    for (const name of frameNames) {
      expect(golden[name].length, name).toBeGreaterThan(0)
      for (const { hex } of golden[name]) expect(bytesOf(hex)[0], name).toBe(FrameType[name])
    }
  })

  test.for(vectors)('[W6] %s is nothing to whoever sends it', ([, { frame, hex }]) => {
    const decode = isUp(frame) ? decodeDown : decodeUp
    expect(decode(bytesOf(hex))).toBeUndefined()
  })

  test('[W6] a byte that names no type is no frame, whatever follows', () => {
    const known = new Set<number>(Object.values(FrameType))
    for (let type = 0; type <= 0xff; type++) {
      if (known.has(type)) continue
      const bytes = Uint8Array.of(type, 0, 0, 0, 0)
      expect([decodeUp(bytes), decodeDown(bytes)]).toEqual([undefined, undefined])
    }
  })
})
