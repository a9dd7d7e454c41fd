import { MsgpackReader } from './msgpack-reader.ts'
import { MsgpackWriter } from './msgpack-writer.ts'

/**
 * The part of msgpack that JSON has words for, and byte strings. It is written out here because msgpackr, which the server
 * uses, would be two fifths of the SDK in a browser: 13 of 32 KB gzipped, and this is 1 KB.
 *
 * Where msgpack leaves it open it follows JSON: a property that is undefined is left out, an undefined element is null.
 * @returns bytes of its own. @throws TypeError for functions, symbols and bigints.
 */
export function packValue(value: unknown): Uint8Array<ArrayBuffer> {
  const writer = new MsgpackWriter()
  writer.value(value)
  return writer.bytes()
}

/** @returns undefined for anything else than one such value: the bytes are another member's, so not ours to trust. */
export function unpackValue(bytes: Uint8Array): unknown {
  try {
    const reader = new MsgpackReader(bytes)
    const value = reader.value()
    return reader.at === bytes.length ? value : undefined
  } catch {
    // As above: malformed bytes of somebody else are nothing, not an error of ours.
    return undefined
  }
}
