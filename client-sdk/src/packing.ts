import { Packr } from 'msgpackr'

/** Plain msgpack: no records, so that any other implementation can read it. */
const packr = new Packr({ useRecords: false, mapsAsObjects: true })

/** @returns bytes of its own; the library hands out views of a buffer that it writes to again. */
export function packValue(value: unknown): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(packr.pack(value))
}

/** @returns undefined for bytes that are not msgpack: they are another member's, so not ours to trust. */
export function unpackValue(bytes: Uint8Array): unknown {
  try {
    return packr.unpack(bytes)
  } catch {
    // As above: malformed bytes of somebody else are nothing, not an error of ours.
    return undefined
  }
}
