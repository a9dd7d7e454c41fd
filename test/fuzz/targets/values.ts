import { packValue, unpackValue } from '../../../client-sdk/src/packing.ts'
import { must, type Target } from '../target.ts'

/** What members pack into profiles and events, as every other member's page unpacks it. */
export const values: Target = {
  name: 'values',
  maxBytes: 1_024,
  share: 0.288,
  seeds: () =>
    [
      null,
      true,
      -3,
      1.5,
      2 ** 40,
      'ü',
      [1, [2]],
      { a: { b: 'c' } },
      Uint8Array.of(1, 2),
      { ['__proto__']: 1 },
    ].map((value) => packValue(value)),
  words: [0xc4, 0xc7, 0xcb, 0xcf, 0xd3, 0xd4, 0xdb, 0xdd, 0xdf].map((tag) =>
    Uint8Array.of(tag, 0xff, 0xff, 0xff, 0xff),
  ),
  run(input) {
    const value = unpackValue(input)
    must(
      Object.getPrototypeOf(Object.prototype) === null && !('a' in Object.prototype),
      'a key became everybody’s',
    )
    if (value === undefined) return
    must(
      JSON.stringify(unpackValue(packValue(value))) === JSON.stringify(value),
      'a value is packed otherwise',
    )
  },
}
