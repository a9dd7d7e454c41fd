/**
 * Fractional indexes in the format of the package fractional-indexing-jittered (base 62, compared as plain strings), with
 * randomness as an argument. A key is an integer, whose first letter tells its length, and a fraction without trailing
 * zeros: `a0`, `a1`, … `b00` count upwards, `Zz`, … `Yzz` downwards, `a0V` lies between `a0` and `a1`.
 */
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const base = digits.length

/**
 * Longer keys are not taken for order keys. The package named above never returns from keys of more than about 170 letters;
 * a thousand insertions into one and the same gap make keys of about that length, ordinary ones have five.
 */
export const maxOrderKeyLength = 160

export function isOrderKey(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > maxOrderKeyLength) return false
  const length = integerLength(value)
  if (length === 0 || value.length < length) return false
  for (let index = 0; index < value.length; index++) if (digitAt(value, index) < 0) return false
  if (value.length > length) return !value.endsWith('0')
  // Nothing could ever be put below the lowest integer.
  return decrement(value) !== undefined
}

/**
 * Makes keys that lie in ascending order between two others.
 * @param lower an order key, or undefined for no bound below. @param upper likewise, greater than `lower`.
 * @param random from 0 to below 1; it keeps two who insert into one gap at the same time from choosing the same key.
 * @returns `count` keys, none of them equal. @example orderKeysBetween('a0', 'a1', 2, Math.random) // ['a0GfK', 'a0X2s']
 */
export function orderKeysBetween(
  lower: string | undefined,
  upper: string | undefined,
  count: number,
  random: () => number,
): string[] {
  if (count === 0) return []
  const made: string[] = []
  if (upper === undefined) {
    for (let last = lower; made.length < count; made.push(last)) last = keyBetween(last, undefined, random)
    return made
  }
  if (lower === undefined) {
    for (let first = upper; made.length < count; made.unshift(first))
      first = keyBetween(undefined, first, random)
    return made
  }
  // From the middle outwards: keys made one behind the other in a gap would grow by a letter every few.
  const middle = keyBetween(lower, upper, random)
  const below = (count - 1) >> 1
  return [
    ...orderKeysBetween(lower, middle, below, random),
    middle,
    ...orderKeysBetween(middle, upper, count - 1 - below, random),
  ]
}

function keyBetween(lower: string | undefined, upper: string | undefined, random: () => number): string {
  if (lower === undefined) {
    if (upper === undefined) return `a0${fractionBetween('', undefined, random)}`
    const before = decrement(integerOf(upper))
    if (before !== undefined) return before + fractionBetween('', undefined, random)
    return integerOf(upper) + fractionBetween('', fractionOf(upper), random)
  }
  const integer = integerOf(lower)
  if (upper !== undefined && integerOf(upper) === integer)
    return integer + fractionBetween(fractionOf(lower), fractionOf(upper), random)
  const next = increment(integer)
  if (next !== undefined && (upper === undefined || next < integerOf(upper)))
    return next + fractionBetween('', undefined, random)
  return integer + fractionBetween(fractionOf(lower), undefined, random)
}

/** A fraction above `lower` and below `upper`, neither with trailing zeros; no `upper` means below every integer's next. */
function fractionBetween(lower: string, upper: string | undefined, random: () => number): string {
  let fraction = ''
  let bound = upper
  for (let index = 0; ; index++) {
    const low = index < lower.length ? digitAt(lower, index) : 0
    const high = bound === undefined ? base : digitAt(bound, index)
    const room = high - low - 1
    if (room > 0) {
      // From the middle half of the gap, so that later insertions on either side find room too.
      const digit = low + 1 + Math.floor(room * (0.25 + random() / 2))
      return fraction + digits[digit]! + digits[Math.floor(random() * base)]! + lastDigit(random)
    }
    fraction += digits[low]!
    if (high > low) bound = undefined
  }
}

function lastDigit(random: () => number): string {
  return digits[1 + Math.floor(random() * (base - 1))]!
}

function increment(integer: string): string | undefined {
  return step(integer, 'z', '0', 1)
}

function decrement(integer: string): string | undefined {
  return step(integer, '0', 'z', -1)
}

/** The next integer in one direction: digits at their `end` roll over to `start`, and if all are, the length changes. */
function step(integer: string, end: string, start: string, by: 1 | -1): string | undefined {
  let index = integer.length - 1
  while (index > 0 && integer[index] === end) index--
  const digit = digits[digitAt(integer, index) + by]!
  if (index > 0) return integer.slice(0, index) + digit + start.repeat(integer.length - 1 - index)
  const length = integerLength(digit)
  return length === 0 ? undefined : digit + start.repeat(length - 1)
}

function integerOf(key: string): string {
  return key.slice(0, integerLength(key))
}

function fractionOf(key: string): string {
  return key.slice(integerLength(key))
}

/** Letters of the key's integer, its head included; 0 where no key begins so. `A` and `z` are out of reach in practice. */
function integerLength(key: string): number {
  const head = key.charCodeAt(0)
  if (head >= codeOf.a && head <= codeOf.y) return head - codeOf.a + 2
  if (head >= codeOf.B && head <= codeOf.Z) return codeOf.Z - head + 2
  return 0
}

const codeOf = { a: 97, y: 121, B: 66, Z: 90 } as const

/** @returns -1 for what is no digit. */
function digitAt(key: string, index: number): number {
  const code = key.charCodeAt(index)
  if (code >= 48 && code <= 57) return code - 48
  if (code >= 65 && code <= 90) return code - 55
  if (code >= 97 && code <= 122) return code - 61
  return -1
}
