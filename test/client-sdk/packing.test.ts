import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { Packr } from 'msgpackr'
import { expect, test } from 'vitest'
import { packValue, unpackValue } from '../../client-sdk/src/packing.ts'

/** Another implementation, set to the plain format. */
const other = new Packr({ useRecords: false, mapsAsObjects: true, variableMapSize: true })

// msgpackr keeps no key __proto__, and neither format tells -0 from 0.
const value = fc
  .jsonValue({ maxDepth: 6, depthSize: 'large', stringUnit: 'binary' })
  .map((json): unknown => JSON.parse(JSON.stringify(json).replaceAll('__proto__', 'proto')))

/** Lengths and numbers on both sides of every change of form. */
const borders = [0, 15, 16, 31, 32, 127, 128, 255, 256, 32_767, 32_768, 65_535, 65_536]
const numbers = [...borders, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53, 0.1, 1e300]

test('[PK1] what is packed here, msgpackr reads, and the reverse', () => {
  fc.assert(
    fc.property(value, (json) => {
      expect(other.unpack(packValue(json))).toEqual(json)
      expect(unpackValue(other.pack(json))).toEqual(json)
      expect(unpackValue(packValue(json))).toEqual(json)
    }),
    { numRuns: 500 },
  )
})

test.each(numbers.flatMap((number) => [number, -number - 1]))('[PK2] the number %d', (number) => {
  expect(unpackValue(packValue(number))).toBe(number)
  expect(packValue(number)).toEqual(Uint8Array.from(other.pack(number)))
})

test.each(borders)('[PK3] strings, lists, objects and bytes of length %d', (length) => {
  const list = Array.from({ length }, (_, index) => index & 0xff)
  const object = Object.fromEntries(list.map((each, index) => [`k${index}`, each]))
  const values = ['é'.repeat(length), 'x'.repeat(length), list, object]
  for (const each of [...values, Uint8Array.from(list)])
    expect(isDeepStrictEqual(unpackValue(packValue(each)), each)).toBe(true)
  expect(other.pack(values).equals(packValue(values))).toBe(true)
  expect(other.pack(Buffer.from(list)).equals(packValue(Uint8Array.from(list)))).toBe(true)
})

test('[PK4] what JSON leaves out is left out, and what neither has is refused', () => {
  expect(unpackValue(packValue({ a: undefined, b: [undefined] }))).toEqual({ b: [null] })
  expect(packValue({ a: undefined })).toEqual(Uint8Array.of(0x80))
  for (const each of [() => 1, Symbol('s'), 1n]) expect(() => packValue([each])).toThrow(TypeError)
})

test('[PK5] other forms of a number are read too', () => {
  const read = (...bytes: number[]): unknown => unpackValue(Uint8Array.from(bytes))
  expect(read(0xca, 0x3f, 0x80, 0, 0)).toBe(1)
  expect(read(0xcf, 0, 0, 0, 1, 0, 0, 0, 0)).toBe(2 ** 32)
  expect(read(0xd3, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)).toBe(-1)
  expect(read(0xd3, 0x80, 0, 0, 0, 0, 0, 0, 0)).toBe(-(2 ** 63))
  expect(read(0xcf, 0, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)).toBe(Number.MAX_SAFE_INTEGER)
  expect([read(0xd0, 5), read(0xd1, 0xff, 0), read(0xd2, 0x7f, 0, 0, 0)]).toEqual([5, -256, 0x7f000000])
})

test('[PK6] bytes that are no value are undefined and never an error', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void unpackValue(bytes)))
  fc.assert(
    fc.property(value, (json) => {
      const bytes = packValue(json)
      for (let end = 0; end < Math.min(bytes.length, 200); end++)
        expect(unpackValue(bytes.subarray(0, end))).toBeUndefined()
      expect(unpackValue(Uint8Array.of(...bytes.subarray(0, 1_000), 0xc0, 0xc1))).toBeUndefined()
    }),
  )
  expect(unpackValue(Uint8Array.of(0xdd, 0xff, 0xff, 0xff, 0xff))).toBeUndefined()
  expect(unpackValue(new Uint8Array(1_000_000).fill(0x91))).toBeUndefined()
})

test('[PK7] a key is only a key, and read bytes are copies', () => {
  const read = unpackValue(packValue(JSON.parse('{"__proto__":{"polluted":true}}'))) as object
  expect(Object.keys(read)).toEqual(['__proto__'])
  expect('polluted' in read).toBe(false)
  const packed = packValue(Uint8Array.of(1, 2))
  const copy = unpackValue(packed)
  packed.fill(9)
  expect(copy).toEqual(Uint8Array.of(1, 2))
  expect(unpackValue(packValue('﻿x'))).toBe('﻿x')
})
