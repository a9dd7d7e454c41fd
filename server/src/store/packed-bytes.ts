/** Several byte arrays in one buffer of their own, so that a message between threads can hand it over uncopied. */
export interface PackedBytes {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Where each array ends in `bytes`, ascending. */
  readonly ends: readonly number[]
}

/** Copies exactly the bytes of the given views, never the buffers behind them, and leaves those attached. */
export function packBytes(arrays: readonly Uint8Array[]): PackedBytes {
  const ends: number[] = []
  let length = 0
  for (const array of arrays) ends.push((length += array.byteLength))
  const bytes = new Uint8Array(length)
  arrays.forEach((array, index) => bytes.set(array, ends[index]! - array.byteLength))
  return { bytes, ends }
}

/** @returns views of the packed buffer, one for each packed array */
export function unpackBytes({ bytes, ends }: PackedBytes): Uint8Array[] {
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
}
